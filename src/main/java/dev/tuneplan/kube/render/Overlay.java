package dev.tuneplan.kube.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays one tree over another. Maps are joined key by key; what is on top wins, and null takes a key
 * away. Lists of things with names (containers, volumes, variables) are joined by name, lists of
 * things without (tolerations, rules) hold what both hold, and other lists are replaced.
 */
final class Overlay {
  /** Lists whose items are known by a key. */
  private static final Map<String, String> KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "env", "name",
          "volumes", "name",
          "imagePullSecrets", "name",
          "replicatedJobs", "name",
          "ports", "name",
          "volumeMounts", "mountPath");

  /** Lists whose items are all kept. */
  private static final Set<String> SETS = Set.of("tolerations", "rules", "envFrom");

  /** Items that have one source among several kinds, and so are replaced as a whole. */
  private static final Set<String> WHOLE = Set.of("volumes", "env");

  private Overlay() {}

  /** A new tree; neither is changed. */
  static Map<String, Object> over(Map<String, Object> below, Map<String, Object> top) {
    Map<String, Object> joined = new LinkedHashMap<>(below);
    top.forEach((key, value) -> {
      if (value == Tree.Nothing.NOTHING) {
        joined.remove(key);
      } else {
        Object old = joined.get(key);
        joined.put(key, old == null ? copy(value) : joined(key, old, value));
      }
    });
    joined.replaceAll((key, value) -> top.containsKey(key) ? value : copy(value));
    return joined;
  }

  private static Object joined(String key, Object below, Object top) {
    if (below instanceof Map<?, ?> b && top instanceof Map<?, ?> t) {
      return over(tree(b), tree(t));
    }
    if (below instanceof List<?> b && top instanceof List<?> t) {
      String name = KEYS.get(key);
      if (name != null) {
        return byName(b, t, name, WHOLE.contains(key));
      }
      if (SETS.contains(key)) {
        return all(b, t);
      }
    }
    return copy(top);
  }

  private static List<Object> byName(List<?> below, List<?> top, String name, boolean whole) {
    Map<Object, Object> items = new LinkedHashMap<>();
    below.forEach(item -> items.put(name(item, name), copy(item)));
    for (Object item : top) {
      Object old = items.get(name(item, name));
      items.put(
          name(item, name),
          old instanceof Map<?, ?> b && item instanceof Map<?, ?> t && !whole
              ? over(tree(b), tree(t))
              : copy(item));
    }
    return new ArrayList<>(items.values());
  }

  /** An item without the key is known by itself. */
  private static Object name(Object item, String key) {
    Object name = item instanceof Map<?, ?> m ? m.get(key) : null;
    return name == null ? item : name;
  }

  private static List<Object> all(List<?> below, List<?> top) {
    List<Object> items = new ArrayList<>();
    below.forEach(item -> items.add(copy(item)));
    for (Object item : top) {
      if (!items.contains(item)) {
        items.add(copy(item));
      }
    }
    return items;
  }

  private static Object copy(Object value) {
    return switch (value) {
      case Map<?, ?> m -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        m.forEach((k, v) -> {
          if (v != Tree.Nothing.NOTHING) {
            copy.put((String) k, copy(v));
          }
        });
        yield copy;
      }
      case List<?> l -> {
        List<Object> copy = new ArrayList<>();
        l.forEach(v -> copy.add(copy(v)));
        yield copy;
      }
      default -> value;
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
