package dev.tuneplan.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Trees for machines, in the order in which they are written. */
final class Tree {
  private Tree() {}

  /** Keys and values by turns. */
  static Map<String, Object> of(Object... pairs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      tree.put((String) pairs[i], pairs[i + 1]);
    }
    return tree;
  }
}
