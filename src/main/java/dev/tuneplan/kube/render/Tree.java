package dev.tuneplan.kube.render;

import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trees of plain maps, lists, numbers and texts that can be changed. */
final class Tree {
  /** Where a template says null: the key is taken away. */
  enum Nothing {
    NOTHING
  }

  private Tree() {}

  /** Keys and values by turns. */
  static Map<String, Object> of(Object... pairs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      tree.put((String) pairs[i], pairs[i + 1]);
    }
    return tree;
  }

  /** What was parsed. */
  static Object of(Node node) {
    return switch (node) {
      case Node.Mapping m -> {
        Map<String, Object> map = new LinkedHashMap<>();
        m.entries().forEach((k, v) -> map.put(k, of(v)));
        yield map;
      }
      case Node.Sequence s -> {
        List<Object> list = new ArrayList<>();
        s.items().forEach(n -> list.add(of(n)));
        yield list;
      }
      case Node.Scalar s when s.type() == Node.Scalar.Type.NULL -> Nothing.NOTHING;
      case Node.Scalar s -> Leaves.plain(s);
    };
  }

  /** A map's map under a key, made when it is not there. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Map<String, Object> tree, String key) {
    return (Map<String, Object>) tree.computeIfAbsent(key, k -> new LinkedHashMap<>());
  }

  /** A map's map below several keys. */
  static Map<String, Object> at(Map<String, Object> tree, String... path) {
    Map<String, Object> inner = tree;
    for (String key : path) {
      inner = map(inner, key);
    }
    return inner;
  }

  /** Puts what is wanted. */
  static void putIf(boolean wanted, Map<String, Object> tree, String key, Object value) {
    if (wanted) {
      tree.put(key, value);
    }
  }
}
