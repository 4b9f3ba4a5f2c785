package dev.tuneplan.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What was parsed, or a piece of it; what is not there is empty, never a fault. */
public interface PlainTree {
  /** Plain maps, lists, texts, numbers and booleans; null: nothing. */
  @Nullable Object value();

  /** A tree of what was parsed. */
  static PlainTree of(@Nullable Object value) {
    return new Piece(value);
  }

  /** Of any kind. */
  record Piece(@Nullable Object value) implements PlainTree {}

  /** What is at a path. */
  default PlainTree at(String... path) {
    @Nullable Object inner = value();
    for (String key : path) {
      inner = inner instanceof Map<?, ?> m ? m.get(key) : null;
    }
    return new Piece(inner);
  }

  /** Whether it is anything. */
  default boolean there() {
    return value() != null;
  }

  /** A text, or a number or truth value as a text. */
  default Optional<String> text(String... path) {
    Object found = at(path).value();
    return found == null || found instanceof Map || found instanceof List
        ? Optional.empty()
        : Optional.of(found.toString());
  }

  /** A whole number, also when it is written as a text. */
  default OptionalLong whole(String... path) {
    Optional<String> text = text(path).filter(t -> t.matches("-?[0-9]{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** A whole number from 0 on; 0 when there is none. */
  default int count(String... path) {
    return (int) Math.clamp(whole(path).orElse(0), 0, Integer.MAX_VALUE);
  }

  /** A number. */
  default OptionalDouble number(String... path) {
    return at(path).value() instanceof Number n
        ? OptionalDouble.of(n.doubleValue())
        : OptionalDouble.empty();
  }

  /** Whether it says true. */
  default boolean flag(String... path) {
    return Boolean.TRUE.equals(at(path).value());
  }

  /** A time. */
  default Optional<Instant> time(String... path) {
    try {
      return text(path).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The pieces of a list; none when there is no list. */
  default List<PlainTree> items(String... path) {
    return at(path).value() instanceof List<?> l
        ? l.stream().map(PlainTree::of).toList()
        : List.of();
  }

  /** The one of a list whose key has this value; nothing when there is none. */
  default PlainTree item(String list, String key, String value) {
    return items(list).stream()
        .filter(o -> o.text(key).filter(value::equals).isPresent())
        .findFirst()
        .orElse(of(null));
  }

  /** A mapping; an empty one when there is none. */
  default Map<?, ?> map(String... path) {
    return at(path).value() instanceof Map<?, ?> m ? m : Map.of();
  }

  /** The texts of a mapping, such as labels. */
  default Map<String, String> texts(String... path) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(path)
        .forEach((k, v) -> {
          if (v instanceof String || v instanceof Number || v instanceof Boolean) {
            texts.put(String.valueOf(k), v.toString());
          }
        });
    return texts;
  }
}
