package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.reading.Device;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A device as a tree of JSON, and back. */
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

  /** The opposite of {@link #tree}, without facts; empty when it is no device. */
  public static Optional<Device> parse(Map<?, ?> tree) {
    if (!(tree.get("device") instanceof String id)
        || !(tree.get("name") instanceof String name)
        || !(tree.get("kind") instanceof String kind)) {
      return Optional.empty();
    }
    OptionalLong memory =
        tree.get("memoryMiB") instanceof Number n
            ? OptionalLong.of(Math.round(n.doubleValue() * (1 << 20)))
            : OptionalLong.empty();
    try {
      return Optional.of(
          new Device(
              id,
              name,
              Device.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
              tree.get("parent") instanceof String parent ? Optional.of(parent) : Optional.empty(),
              memory,
              Map.of(),
              Map.of()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
