package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the keys of one trainer's file, notes every fault, and keeps account of the keys: used,
 * filled with the trainer's default, or not used. A wrong value is noted and read as absent. Not
 * thread-safe.
 */
final class Reading {
  private final Node root;
  private final Map<String, Node> values;
  private final KnownKeys known;
  private final Outcome out;
  private final Set<String> accounted = new HashSet<>();

  Reading(Node root, KnownKeys known, Outcome out) {
    this.root = root;
    this.known = known;
    this.out = out;
    this.values = Paths.of(root);
  }

  Outcome out() {
    return out;
  }

  Place place() {
    return root.place();
  }

  KnownKeys known() {
    return known;
  }

  /** Dotted paths of the file, in its order. */
  Set<String> keys() {
    return values.keySet();
  }

  /** Whether a key is there with a value other than null. */
  boolean has(String key) {
    return node(key).isPresent();
  }

  /** Whether a key, or one below it, is there with a value other than null. */
  boolean mentions(String key) {
    return values.entrySet().stream()
        .anyMatch(e ->
            (e.getKey().equals(key)
                    || e.getKey().startsWith(key + ".")
                    || e.getKey().startsWith(key + "["))
                && !nothing(e.getValue()));
  }

  /** A value as it stands; null and an empty text count as absent. */
  Optional<Node> node(String key) {
    Node node = values.get(key);
    return node == null || nothing(node) ? Optional.empty() : Optional.of(node);
  }

  /** The mapping or list under a key, whatever it holds. */
  Optional<Node> below(String key) {
    Node at = root;
    for (String part : key.split("\\.")) {
      Node next = at instanceof Node.Mapping m ? m.entries().get(part) : null;
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return nothing(at) ? Optional.empty() : Optional.of(at);
  }

  private static boolean nothing(Node node) {
    return switch (node) {
      case Node.Scalar s -> s.type() == Node.Scalar.Type.NULL || s.text().isBlank();
      case Node.Sequence s -> s.items().isEmpty();
      case Node.Mapping m -> m.entries().isEmpty();
    };
  }

  Place place(String key) {
    return below(key)
        .map(Node::place)
        .orElseGet(() -> {
          Node node = values.get(key);
          return node == null ? root.place() : node.place();
        });
  }

  // ---- typed values ----

  /** A single value as text. */
  Optional<String> text(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && !(node.get() instanceof Node.Scalar)) {
      fault(key, "must be a single value, was " + node.get().kind());
      return Optional.empty();
    }
    return node.map(n -> ((Node.Scalar) n).text().strip());
  }

  /** One of the given words, in any case, as given here. */
  Optional<String> word(String key, List<String> words) {
    Optional<String> text = text(key);
    Optional<String> hit =
        text.flatMap(t -> words.stream().filter(w -> w.equalsIgnoreCase(t)).findFirst());
    if (text.isPresent() && hit.isEmpty()) {
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

  /** True or false, also as YAML 1.1 writes them, which the trainers' own reader takes. */
  Optional<Boolean> flag(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof Node.Scalar s) {
      switch (s.text().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "1" -> {
          return Optional.of(true);
        }
        case "false", "no", "off", "0" -> {
          return Optional.of(false);
        }
        default -> {
          // falls through to the fault
        }
      }
    }
    node.ifPresent(n -> fault(key, "must be true or false, was " + shown(n)));
    return Optional.empty();
  }

  /** Whether a flag is there and true. */
  boolean on(String key) {
    return flag(key).orElse(false);
  }

  /**
   * A whole number within limits; {@code 500_000} and {@code 4.0} are taken as Python takes them.
   */
  OptionalLong whole(String key, long least, long most) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    double value = parsed(node.get());
    if (value != Math.rint(value) || Double.isNaN(value)) {
      fault(key, "must be a whole number " + least + ".." + most + ", was " + shown(node.get()));
    } else if (value < least || value > most) {
      fault(key, "must be " + least + ".." + most + " (was " + shown(node.get()) + ")");
    } else {
      return OptionalLong.of((long) value);
    }
    return OptionalLong.empty();
  }

  /** A number within limits. */
  OptionalDouble number(String key, double least, double most) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = parsed(node.get());
    if (value >= least && value <= most) {
      return OptionalDouble.of(value);
    }
    fault(
        key,
        "must be a number "
            + Numbers.plain(least)
            + ".."
            + Numbers.plain(most)
            + ", was "
            + shown(node.get()));
    return OptionalDouble.empty();
  }

  private static double parsed(Node node) {
    if (node instanceof Node.Scalar s && s.type() != Node.Scalar.Type.BOOLEAN) {
      try {
        return Double.parseDouble(s.text().replace("_", ""));
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
    return Double.NaN;
  }

  /** A list of texts; one text with commas counts as a list, as the trainers' parsers take it. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof Node.Sequence q) {
      for (Node item : q.items()) {
        if (item instanceof Node.Scalar s) {
          texts.add(s.text().strip());
        } else {
          out.problems().add(item.place(), key, "must hold texts, was " + item.kind());
        }
      }
    } else if (node.isPresent() && node.get() instanceof Node.Scalar s) {
      for (String part : s.text().split(",")) {
        texts.add(part.strip());
      }
    } else {
      node.ifPresent(n -> fault(key, "must be a list of texts, was " + n.kind()));
    }
    texts.removeIf(String::isEmpty);
    return texts;
  }

  private static String shown(Node node) {
    return node instanceof Node.Scalar s ? "'" + s.text() + "'" : node.kind();
  }

  void fault(String key, String rule) {
    out.problems().add(place(key), key, rule);
  }

  // ---- account ----

  /** Sets a run spec's value that a key gives. */
  void use(String key, String specKey, String value) {
    out.set(specKey, place(key), value);
    note(key, specKey + " = " + value);
  }

  /** Sets a run spec's list that a key gives. */
  void use(String key, String specKey, List<String> values) {
    out.set(specKey, Leaves.list(place(key), values));
    note(key, specKey + " = " + String.join(", ", values));
  }

  /** Says what a key was taken for. */
  void note(String key, String became) {
    if (accounted.add(key)) {
      out.used(key, place(key), became);
    }
  }

  /** Says what a key was taken for, when it is there. */
  void noteIfThere(String key, String became) {
    if (has(key)) {
      note(key, became);
    }
  }

  /** Sets a run spec's value that the trainer's default for a missing key gives. */
  void fill(String key, String specKey, String value) {
    KnownKeys.Default d = known.at(key);
    out.set(specKey, Place.of(known.version() + "'s default of " + key), value);
    out.filled(key, specKey + " = " + value, source(d));
  }

  /** Says what the trainer takes for a missing key. */
  void fill(String key, String became) {
    out.filled(key, became, source(known.at(key)));
  }

  private String source(KnownKeys.Default d) {
    return known.version() + " " + d.place() + ", default " + d.text();
  }

  /** A whole number: the file's, or the trainer's default. */
  void whole(String key, String specKey, long least, long most, String fallback) {
    OptionalLong value = whole(key, least, most);
    if (value.isPresent()) {
      use(key, specKey, Long.toString(value.getAsLong()));
    } else if (!has(key)) {
      fill(key, specKey, fallback);
    }
  }

  /** True or false: the file's, or the trainer's default. */
  void flag(String key, String specKey, boolean fallback) {
    Optional<Boolean> value = flag(key);
    if (value.isPresent()) {
      use(key, specKey, value.get().toString());
    } else if (!has(key)) {
      fill(key, specKey, Boolean.toString(fallback));
    }
  }

  /** A number, when it is there. */
  void number(String key, String specKey, double least, double most) {
    number(key, least, most).ifPresent(v -> use(key, specKey, Numbers.plain(v)));
  }

  /** A flag, when it is there. */
  void flagIfThere(String key, String specKey) {
    flag(key).ifPresent(v -> use(key, specKey, v.toString()));
  }

  void warn(String key, String text) {
    out.warn(place(key), key, text);
  }

  /** Says of a key that matters and is switched on that the estimate does not have it. */
  void notModelled(String key, String what) {
    boolean on =
        values.entrySet().stream()
            .filter(e ->
                e.getKey().equals(key)
                    || e.getKey().startsWith(key + ".")
                    || e.getKey().startsWith(key + "["))
            .anyMatch(e -> switchedOn(e.getValue()));
    if (on && accounted.add(key)) {
      out.unused(new KeyReport.Unused(key, place(key), KeyReport.Why.NOT_MODELLED, what));
    }
  }

  private static boolean switchedOn(Node node) {
    return !nothing(node)
        && !(node instanceof Node.Scalar s
            && List.of("false", "no", "off", "none", "0", "1", "-1", "1.0", "0.0", "default")
                .contains(s.text().toLowerCase(Locale.ROOT)));
  }

  /** Puts every key that nothing was said of on the list of unused ones. */
  void close() {
    values.forEach((key, node) -> {
      boolean covered =
          accounted.stream()
              .anyMatch(a -> key.equals(a) || key.startsWith(a + ".") || key.startsWith(a + "["));
      if (covered) {
        return;
      }
      boolean taken = known.knows(key);
      out.unused(
          new KeyReport.Unused(
              key,
              node.place(),
              taken ? KeyReport.Why.NEUTRAL : KeyReport.Why.UNKNOWN,
              taken ? "" : "no key of " + known.version() + known.suggestion(key)));
    });
  }
}
