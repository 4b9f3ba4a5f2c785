package dev.tuneplan.files;

import dev.tuneplan.base.Place;
import java.util.List;
import java.util.Map;

/** A piece of a YAML or JSON file that knows its place. */
public sealed interface Node {
  /** Where the piece begins. */
  Place place();

  /** What the piece is, for messages: "a text", "a list", "a mapping". */
  String kind();

  /**
   * A single value.
   *
   * @param text as written, without quotes
   * @param type what YAML 1.2's core schema takes it for
   */
  record Scalar(Place place, String text, Type type) implements Node {
    /** The core schema's types. */
    public enum Type {
      TEXT,
      INTEGER,
      FLOAT,
      BOOLEAN,
      NULL
    }

    @Override
    public String kind() {
      return switch (type) {
        case TEXT -> "a text";
        case INTEGER -> "a whole number";
        case FLOAT -> "a number";
        case BOOLEAN -> "true or false";
        case NULL -> "nothing";
      };
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * A mapping, in the order of the file.
   *
   * @param keys where each key stands
   */
  record Mapping(Place place, Map<String, Node> entries, Map<String, Place> keys) implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }
}
