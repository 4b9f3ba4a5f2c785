package dev.tuneplan.agent.record;

import dev.tuneplan.files.JsonText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an attempt.
 *
 * @param at wall time
 * @param kind {@code started}, {@code trainer}, {@code phase}, {@code progress}, {@code
 *     checkpoint}, {@code signal}, {@code warning}, {@code note} or {@code ended}
 * @param data what is known about it; keys are in the order in which they are written
 */
public record Event(Instant at, String kind, Map<String, Object> data) {
  private static final String AT = "at";
  private static final String KIND = "event";
  private static final String KIND_BEFORE = "\"event\":\"";

  public Event {
    data = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** With keys and values by turns. */
  public static Event of(Instant at, String kind, Object... pairs) {
    Map<String, Object> data = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      data.put((String) pairs[i], pairs[i + 1]);
    }
    return new Event(at, kind, data);
  }

  /** As one line of JSON, without its end. */
  public String line() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(AT, at.toString());
    tree.put(KIND, kind);
    data.forEach(tree::putIfAbsent);
    return JsonText.of(tree);
  }

  /** The kind of a line's event, without a reading of the rest. */
  static Optional<String> kind(String line) {
    int key = line.indexOf(KIND_BEFORE);
    int from = key + KIND_BEFORE.length();
    int to = key < 0 ? -1 : line.indexOf('"', from);
    return to < 0 ? Optional.empty() : Optional.of(line.substring(from, to));
  }

  /** What a line says; empty when it is no event, as a line that a crash cut short. */
  public static Optional<Event> parse(String line) {
    if (!(PythonJson.read(line) instanceof Map<?, ?> m)
        || !(m.get(AT) instanceof String at)
        || !(m.get(KIND) instanceof String kind)) {
      return Optional.empty();
    }
    Map<String, Object> data = new LinkedHashMap<>();
    m.forEach((k, v) -> {
      if (v != null && !k.equals(AT) && !k.equals(KIND)) {
        data.put(String.valueOf(k), v);
      }
    });
    try {
      return Optional.of(new Event(Instant.parse(at), kind, data));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A text among the data. */
  public Optional<String> text(String key) {
    return data.get(key) instanceof String s ? Optional.of(s) : Optional.empty();
  }

  /** A whole number among the data. */
  public OptionalLong whole(String key) {
    return data.get(key) instanceof Number n
        ? OptionalLong.of(n.longValue())
        : OptionalLong.empty();
  }

  /** A number among the data. */
  public OptionalDouble number(String key) {
    @Nullable Object value = data.get(key);
    return value instanceof Number n ? OptionalDouble.of(n.doubleValue()) : OptionalDouble.empty();
  }
}
