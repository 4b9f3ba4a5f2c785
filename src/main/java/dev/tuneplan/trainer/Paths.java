package dev.tuneplan.trainer;

import dev.tuneplan.files.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a file by dotted paths; items of a list of mappings have their number. */
final class Paths {
  private Paths() {}

  /** Every value that is no mapping and no list of mappings, in the order of the file. */
  static Map<String, Node> of(Node root) {
    Map<String, Node> found = new LinkedHashMap<>();
    if (root instanceof Node.Mapping m) {
      gather(m, "", found);
    }
    return found;
  }

  private static void gather(Node.Mapping mapping, String path, Map<String, Node> found) {
    mapping.entries().forEach((key, node) -> place(path + key, node, found));
  }

  private static void place(String path, Node node, Map<String, Node> found) {
    switch (node) {
      case Node.Mapping m when !m.entries().isEmpty() -> gather(m, path + ".", found);
      case Node.Sequence s when s.items().stream().anyMatch(Node.Mapping.class::isInstance) -> {
        for (int i = 0; i < s.items().size(); i++) {
          place(path + "[" + i + "]", s.items().get(i), found);
        }
      }
      default -> found.put(path, node);
    }
  }
}
