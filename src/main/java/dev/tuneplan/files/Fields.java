package dev.tuneplan.files;

import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.base.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the keys of one mapping, notes every fault, and names keys that nobody asked for. A value
 * that is wrong is noted and read as absent, so that reading goes on. Not thread-safe.
 */
public final class Fields {
  private final Node.Mapping mapping;
  private final String path;
  private final Problems problems;
  private final Set<String> asked = new LinkedHashSet<>();

  private Fields(Node.Mapping mapping, String path, Problems problems) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
  }

  /** Begins at the root of a file. */
  public static Fields of(Node root, Problems problems) {
    if (root instanceof Node.Mapping m) {
      return new Fields(m, "", problems);
    }
    problems.add(root.place(), "", "must be a mapping of keys to values, was " + root.kind());
    return new Fields(
        new Node.Mapping(root.place(), java.util.Map.of(), java.util.Map.of()), "", problems);
  }

  /** Where the mapping begins. */
  public Place place() {
    return mapping.place();
  }

  /** Where a key stands, or the mapping when it is absent. */
  public Place place(String key) {
    Place at = mapping.keys().get(key);
    return at == null ? mapping.place() : at;
  }

  /** Where a key's value stands, or the mapping when it is absent. */
  public Place valuePlace(String key) {
    Node node = mapping.entries().get(key);
    return node == null ? mapping.place() : node.place();
  }

  /** Whether the key is there with a value other than null. */
  public boolean has(String key) {
    return node(key).isPresent();
  }

  /** Notes a fault at a key's value. */
  public void fault(String key, String rule) {
    problems.add(valuePlace(key), path + key, rule);
  }

  /** A key's value as it stands; null counts as absent. */
  public Optional<Node> node(String key) {
    asked.add(key);
    Node node = mapping.entries().get(key);
    if (node instanceof Node.Scalar s && s.type() == Node.Scalar.Type.NULL) {
      return Optional.empty();
    }
    return Optional.ofNullable(node);
  }

  /** A text; numbers and booleans are taken as written. */
  public Optional<String> text(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof Node.Scalar s) {
      return Optional.of(s.text());
    }
    node.ifPresent(n -> fault(key, "must be a text, was " + n.kind()));
    return Optional.empty();
  }

  /** A text that must be there. */
  public String requiredText(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty() && !has(key)) {
      problems.add(mapping.place(), path + key, "is required");
    }
    return text.orElse("");
  }

  /** One of the given words, in any case. */
  public Optional<String> word(String key, Collection<String> words) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return text;
    }
    Optional<String> hit = words.stream().filter(w -> w.equalsIgnoreCase(text.get())).findFirst();
    if (hit.isEmpty()) {
      fault(
          key,
          "must be one of "
              + String.join(", ", words)
              + " (was '"
              + text.get()
              + "')"
              + Suggestion.clause(text.get(), words));
    }
    return hit;
  }

  /** A whole number within limits, both included. */
  public OptionalLong whole(String key, long least, long most) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    if (node.get() instanceof Node.Scalar s && s.type() == Node.Scalar.Type.INTEGER) {
      try {
        long value = Long.parseLong(s.text());
        if (value >= least && value <= most) {
          return OptionalLong.of(value);
        }
      } catch (NumberFormatException e) {
        // too large for a long, or octal or hexadecimal: falls through to the message
      }
      fault(key, "must be " + least + ".." + most + " (was " + s.text() + ")");
    } else {
      fault(key, "must be a whole number " + least + ".." + most + ", was " + shown(node.get()));
    }
    return OptionalLong.empty();
  }

  /** A finite number within limits, both included. */
  public OptionalDouble number(String key, double least, double most) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (node.get() instanceof Node.Scalar s
        && (s.type() == Node.Scalar.Type.INTEGER || s.type() == Node.Scalar.Type.FLOAT)) {
      try {
        double value = Double.parseDouble(s.text());
        if (value >= least && value <= most) {
          return OptionalDouble.of(value);
        }
      } catch (NumberFormatException e) {
        // .nan, .inf and the like: falls through to the message
      }
    }
    fault(
        key,
        "must be a number " + plain(least) + ".." + plain(most) + ", was " + shown(node.get()));
    return OptionalDouble.empty();
  }

  /** A number within limits, both included, exactly as it is written. */
  public Optional<BigDecimal> decimal(String key, double least, double most) {
    return number(key, least, most).isEmpty() || !(node(key).orElse(null) instanceof Node.Scalar s)
        ? Optional.empty()
        : Optional.of(new BigDecimal(s.text()));
  }

  /** True or false. */
  public Optional<Boolean> flag(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Node.Scalar s && s.type() == Node.Scalar.Type.BOOLEAN) {
      return Optional.of(s.text().equalsIgnoreCase("true"));
    }
    fault(key, "must be true or false, was " + shown(node.get()));
    return Optional.empty();
  }

  /** A list of texts; a single text counts as a list of one. Absent gives an empty list. */
  public List<String> texts(String key) {
    Optional<Node> node = node(key);
    List<String> texts = new ArrayList<>();
    if (node.isEmpty()) {
      return texts;
    }
    List<Node> items = node.get() instanceof Node.Sequence q ? q.items() : List.of(node.get());
    for (Node item : items) {
      if (item instanceof Node.Scalar s && s.type() != Node.Scalar.Type.NULL) {
        texts.add(s.text());
      } else {
        problems.add(item.place(), path + key, "must hold texts, was " + item.kind());
      }
    }
    return texts;
  }

  /** A nested mapping. */
  public Optional<Fields> child(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof Node.Mapping m) {
      return Optional.of(new Fields(m, path + key + ".", problems));
    }
    node.ifPresent(n -> fault(key, "must be a mapping of keys to values, was " + shown(n)));
    return Optional.empty();
  }

  /** The mappings of a list. */
  public List<Fields> children(String key) {
    Optional<Node> node = node(key);
    List<Fields> found = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof Node.Sequence q) {
      for (int i = 0; i < q.items().size(); i++) {
        if (q.items().get(i) instanceof Node.Mapping m) {
          found.add(new Fields(m, path + key + "[" + i + "].", problems));
        } else {
          problems.add(q.items().get(i).place(), path + key, "must hold mappings");
        }
      }
    } else {
      node.ifPresent(n -> fault(key, "must be a list of mappings, was " + shown(n)));
    }
    return found;
  }

  /** Every key of the mapping, in the order of the file; counts them all as asked for. */
  public Set<String> keys() {
    asked.addAll(mapping.keys().keySet());
    return mapping.keys().keySet();
  }

  /** Notes a fault for each key that nobody asked for, with the nearest key that exists. */
  public void refuseOthers() {
    mapping
        .keys()
        .forEach((key, at) -> {
          if (!asked.contains(key)) {
            problems.add(
                at,
                path + key,
                "is not known here"
                    + Suggestion.nearest(key, asked)
                        .map(n -> "; did you mean '" + n + "'?")
                        .orElse("; known: " + String.join(", ", asked)));
          }
        });
  }

  private static String shown(Node node) {
    return node instanceof Node.Scalar s ? "'" + s.text() + "'" : node.kind();
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
