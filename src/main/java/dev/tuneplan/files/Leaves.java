package dev.tuneplan.files;

import dev.tuneplan.base.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The values of a tree by their dotted paths, in the order of the file: what two files differ in,
 * or what the command line sets, is said in them. Lists count as values.
 *
 * @param place where the tree begins
 * @param values every value that is no mapping
 */
public record Leaves(Place place, Map<String, Node> values) {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.inf|\\.nan");

  public Leaves {
    values = new LinkedHashMap<>(values);
  }

  /** No values. */
  public static Leaves none(Place place) {
    return new Leaves(place, Map.of());
  }

  /** The values of a tree; one that is no mapping has none. */
  public static Leaves of(Node root) {
    Map<String, Node> found = new LinkedHashMap<>();
    if (root instanceof Node.Mapping m) {
      gather(m, "", found);
    }
    return new Leaves(root.place(), found);
  }

  private static void gather(Node.Mapping mapping, String path, Map<String, Node> found) {
    mapping
        .entries()
        .forEach((key, node) -> {
          if (node instanceof Node.Mapping inner && !inner.entries().isEmpty()) {
            gather(inner, path + key + ".", found);
          } else {
            found.put(path + key, node);
          }
        });
  }

  /** The same with a value set or replaced. */
  public Leaves with(String path, Node value) {
    Leaves copy = new Leaves(place, values);
    copy.values.put(path, value);
    return copy;
  }

  /** The same with what a text says, taken as YAML's core schema takes a plain scalar. */
  public Leaves with(String path, Place at, String text) {
    return with(path, scalar(at, text));
  }

  /** The same without a value. */
  public Leaves without(String path) {
    Leaves copy = new Leaves(place, values);
    copy.values.remove(path);
    return copy;
  }

  /** A list of texts. */
  public static Node list(Place at, List<String> texts) {
    List<Node> items = new ArrayList<>();
    texts.forEach(t -> items.add(scalar(at, t)));
    return new Node.Sequence(at, items);
  }

  private static Node scalar(Place at, String text) {
    Node.Scalar.Type type =
        WHOLE.matcher(text).matches()
            ? Node.Scalar.Type.INTEGER
            : NUMBER.matcher(text).matches()
                ? Node.Scalar.Type.FLOAT
                : text.equals("true") || text.equals("false")
                    ? Node.Scalar.Type.BOOLEAN
                    : Node.Scalar.Type.TEXT;
    return new Node.Scalar(at, text, type);
  }

  /** The tree again. */
  public Node.Mapping tree() {
    Map<String, Node> entries = new LinkedHashMap<>();
    Map<String, Place> keys = new LinkedHashMap<>();
    Map<String, Leaves> inner = new LinkedHashMap<>();
    values.forEach((path, node) -> {
      int dot = path.indexOf('.');
      String key = dot < 0 ? path : path.substring(0, dot);
      keys.putIfAbsent(key, node.place());
      if (dot < 0) {
        entries.put(key, node);
      } else {
        Leaves child = inner.computeIfAbsent(key, k -> none(node.place()));
        child.values.put(path.substring(dot + 1), node);
        entries.putIfAbsent(key, node);
      }
    });
    inner.forEach((key, child) -> entries.put(key, child.tree()));
    return new Node.Mapping(place, entries, keys);
  }

  /** The tree in plain maps, lists, numbers and texts, as serialisers take it. */
  public static Object plain(Node node) {
    return switch (node) {
      case Node.Mapping m -> {
        Map<String, Object> map = new LinkedHashMap<>();
        m.entries().forEach((key, value) -> map.put(key, plain(value)));
        yield map;
      }
      case Node.Sequence s -> s.items().stream().map(Leaves::plain).toList();
      case Node.Scalar s -> scalar(s);
    };
  }

  private static Object scalar(Node.Scalar s) {
    try {
      return switch (s.type()) {
        case INTEGER -> Long.valueOf(s.text());
        case FLOAT -> Double.valueOf(s.text());
        case BOOLEAN -> s.text().equalsIgnoreCase("true");
        case TEXT, NULL -> s.text();
      };
    } catch (NumberFormatException e) {
      return s.text();
    }
  }
}
