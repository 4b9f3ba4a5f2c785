package dev.tuneplan.kube.render;

import dev.tuneplan.launch.ConfigHash;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a run's trainer as a ConfigMap.
 *
 * @param name with the hash of its content
 * @param sha256 of its content
 * @param data files by name
 */
record ConfigMaps(String name, String sha256, Map<String, String> data) {
  private static final int SHOWN = 8;

  static ConfigMaps of(RenderRequest r) {
    Map<String, String> data = r.trainer().files();
    String sha = ConfigHash.of(data);
    return new ConfigMaps(r.name() + "-" + sha.substring(0, SHOWN), sha, data);
  }

  /** Whether the trainer has none. */
  boolean none() {
    return data.isEmpty();
  }

  Map<String, Object> object() {
    return Tree.of(
        "metadata", Tree.of("name", name), "immutable", true, "data", new TreeMap<>(data));
  }
}
