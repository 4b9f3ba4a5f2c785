package dev.tuneplan.launch;

import dev.tuneplan.files.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A trainer's settings in the order in which they are written. Not thread-safe. */
final class Settings {
  private final Map<String, Object> tree = new LinkedHashMap<>();

  Settings put(String key, Object value) {
    tree.put(key, value);
    return this;
  }

  Settings putIf(boolean wanted, String key, Object value) {
    return wanted ? put(key, value) : this;
  }

  Settings put(String key, Optional<?> value) {
    value.ifPresent(v -> tree.put(key, v));
    return this;
  }

  Settings putAll(Settings other) {
    tree.putAll(other.tree);
    return this;
  }

  /** A key that must be there and has no value: YAML's null. */
  Settings putNothing(String key) {
    return put(key, (Object) Optional.empty());
  }

  Map<String, Object> tree() {
    return tree;
  }

  /** As a file, with a line that says where it is from. */
  String yaml(LaunchPlan plan) {
    return "# "
        + plan.spec().name()
        + ", run "
        + plan.id()
        + ", from a plan of tuneplan\n"
        + YamlText.of(tree);
  }
}
