package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.reading.Device;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A device as a tree of JSON. */
public final class DeviceText {
  private DeviceText() {}

  /** As it is written. */
  public static Map<String, Object> tree(Device device) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("device", device.id());
    tree.put("name", device.name());
    tree.put("kind", device.kind().name().toLowerCase(Locale.ROOT));
    device.parent().ifPresent(p -> tree.put("parent", p));
    device.memoryBytes().ifPresent(m -> tree.put("memoryMiB", m / (double) (1 << 20)));
    tree.putAll(device.facts());
    if (!device.missing().isEmpty()) {
      tree.put("missing", device.missing());
    }
    return tree;
  }
}
