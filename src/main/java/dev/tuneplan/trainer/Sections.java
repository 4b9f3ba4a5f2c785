package dev.tuneplan.trainer;

import dev.tuneplan.files.Node;
import java.util.Map;

/** Files whose content stands under a key of another. */
final class Sections {
  private Sections() {}

  /** A mapping with one key. */
  static Node.Mapping under(String key, Node node) {
    return new Node.Mapping(node.place(), Map.of(key, node), Map.of(key, node.place()));
  }
}
