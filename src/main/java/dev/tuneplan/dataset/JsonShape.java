package dev.tuneplan.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** How a JSON file holds its rows. */
sealed interface JsonShape {
  /** One object a line. */
  record Lines() implements JsonShape {}

  /** A list of rows, or objects one after another over several lines. */
  record Sequence() implements JsonShape {}

  /** A list of rows under a key of one object, as {@code datasets} reads with {@code field}. */
  record Field(String key) implements JsonShape {}

  /** One object of columns, each a list (or an object of numbered values, as pandas writes). */
  record Columns(List<String> names) implements JsonShape {}

  /** Looks at the beginning; all of the file is looked at only when it is one object. */
  static JsonShape of(DataFile file, Examples examples, Mapping mapping) {
    try (FileBytes bytes = FileBytes.open(file);
        JsonParser p = JsonValues.parser(bytes.in())) {
      JsonToken first = p.nextToken();
      if (first == JsonToken.START_ARRAY) {
        return new Sequence();
      }
      if (first != JsonToken.START_OBJECT) {
        return new Lines();
      }
      int begin = p.currentLocation().getLineNr();
      Map<String, Held> held = held(p);
      boolean lines = p.currentLocation().getLineNr() == begin;
      if (p.nextToken() == null) {
        Optional<JsonShape> whole = whole(held, examples, mapping);
        if (whole.isPresent()) {
          return whole.get();
        }
      }
      return lines ? new Lines() : new Sequence();
    } catch (JacksonException e) {
      return new Lines();
    }
  }

  /** What a value of the first object is, and what the first value in it is. */
  record Held(JsonToken value, JsonToken inner) {}

  private static Map<String, Held> held(JsonParser p) {
    Map<String, Held> held = new HashMap<>();
    String name;
    while ((name = p.nextName()) != null) {
      JsonToken value = p.nextToken();
      JsonToken inner = value;
      if (value == JsonToken.START_ARRAY) {
        inner = p.nextToken();
        for (JsonToken t = inner; t != JsonToken.END_ARRAY; t = p.nextToken()) {
          p.skipChildren();
        }
      } else if (value == JsonToken.START_OBJECT) {
        boolean numbered = true;
        JsonToken one = JsonToken.END_OBJECT;
        String key;
        while ((key = p.nextName()) != null) {
          numbered &= !key.isEmpty() && key.chars().allMatch(Character::isDigit);
          JsonToken t = p.nextToken();
          one = one == JsonToken.END_OBJECT ? t : one;
          p.skipChildren();
        }
        inner = numbered ? one : JsonToken.NOT_AVAILABLE;
      }
      held.put(name, new Held(value, inner));
    }
    return held;
  }

  private static Optional<JsonShape> whole(
      Map<String, Held> held, Examples examples, Mapping mapping) {
    Map<String, Object> keys = new HashMap<>();
    held.forEach((k, v) -> keys.put(k, v.value));
    Optional<Layout> layout = examples.detect(keys);
    if (layout.isPresent() && columns(layout.get(), held, mapping)) {
      return Optional.of(new Columns(new ArrayList<>(held.keySet())));
    }
    if (layout.isPresent()) {
      return Optional.empty();
    }
    Held data = held.get(mapping.name("data"));
    if (data != null && data.value == JsonToken.START_ARRAY) {
      return Optional.of(new Field(mapping.name("data")));
    }
    List<String> lists =
        held.entrySet().stream()
            .filter(e -> e.getValue().value == JsonToken.START_ARRAY)
            .filter(e -> e.getValue().inner == JsonToken.START_OBJECT)
            .map(Map.Entry::getKey)
            .toList();
    return lists.size() == 1 ? Optional.of(new Field(lists.getFirst())) : Optional.empty();
  }

  /** Whether each field is a list of what it would be in a row. */
  private static boolean columns(Layout layout, Map<String, Held> held, Mapping mapping) {
    Held telling =
        switch (layout) {
          case CHAT -> held.getOrDefault(mapping.name("messages"), held.get("conversations"));
          case ALPACA -> held.get(mapping.name("instruction"));
          case COMPLETION -> held.get(mapping.name("prompt"));
          case TEXT -> held.get(mapping.name("text"));
        };
    boolean lists =
        held.values().stream()
            .allMatch(h ->
                h.value == JsonToken.START_ARRAY
                    || (h.value == JsonToken.START_OBJECT && h.inner != JsonToken.NOT_AVAILABLE));
    return lists
        && telling != null
        && (telling.inner == JsonToken.START_ARRAY
            || telling.inner == JsonToken.VALUE_STRING
            || telling.inner == JsonToken.END_ARRAY);
  }
}
