package dev.tuneplan.cost.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a recorded object; what is not there is empty, never a fault.
 *
 * @param value plain maps, lists, texts, numbers and booleans; null: nothing
 */
record Json(@Nullable Object value) {

  Json at(String... path) {
    @Nullable Object inner = value;
    for (String key : path) {
      inner = inner instanceof Map<?, ?> m ? m.get(key) : null;
    }
    return new Json(inner);
  }

  boolean there() {
    return value != null;
  }

  /** A text, or a number or truth value as a text. */
  Optional<String> text(String... path) {
    Object found = at(path).value;
    return found == null || found instanceof Map || found instanceof List
        ? Optional.empty()
        : Optional.of(found.toString());
  }

  /** A whole number, also when it is written as a text. */
  OptionalLong whole(String... path) {
    Optional<String> text = text(path).filter(t -> t.matches("-?[0-9]{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  int count(String... path) {
    return (int) Math.clamp(whole(path).orElse(0), 0, Integer.MAX_VALUE);
  }

  Optional<Instant> time(String... path) {
    try {
      return text(path).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  List<Json> items(String... path) {
    return at(path).value instanceof List<?> l ? l.stream().map(Json::new).toList() : List.of();
  }

  /** The texts of a mapping, such as labels. */
  Map<String, String> texts(String... path) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (at(path).value instanceof Map<?, ?> m) {
      m.forEach((k, v) -> {
        if (v instanceof String || v instanceof Number || v instanceof Boolean) {
          texts.put(String.valueOf(k), v.toString());
        }
      });
    }
    return texts;
  }

  Optional<String> label(String key) {
    return text("metadata", "labels", key);
  }

  String uid() {
    return text("metadata", "uid").or(() -> text("metadata", "name")).orElse("");
  }

  /** A condition of its status, True or not. */
  Json condition(String type) {
    return items("status", "conditions").stream()
        .filter(c -> c.text("type").filter(type::equals).isPresent())
        .findFirst()
        .orElse(new Json(null));
  }

  /** When a condition became True; empty when it is not. */
  Optional<Instant> since(String type) {
    Json condition = condition(type);
    return condition.text("status").filter("True"::equals).isPresent()
        ? condition.time("lastTransitionTime")
        : Optional.empty();
  }
}
