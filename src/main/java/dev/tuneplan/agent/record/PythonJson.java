package dev.tuneplan.agent.record;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads JSON as Python's {@code json.dumps} writes it, with NaN and Infinity, which losses that
 * explode are: maps, lists, texts, Long, Double, Boolean and null.
 */
public final class PythonJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private PythonJson() {}

  /** A text's value; null when it is not JSON, as a line that is still being written. */
  public static @Nullable Object read(String text) {
    return read(new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A stream's value; null when it is not JSON. */
  public static @Nullable Object read(InputStream in) {
    return read(in, Integer.MAX_VALUE);
  }

  /**
   * A stream's value; null when it is not JSON.
   *
   * @param last of each list only so many values are kept, its last ones: the history in a state of
   *     a long training is larger than the wrapper's memory
   */
  public static @Nullable Object read(InputStream in, int last) {
    try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      if (p.nextToken() == null) {
        return null;
      }
      Object value = value(p, last);
      return p.nextToken() == null ? value : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /**
   * Shows every text and number of a stream's first value with the nearest key above it, and keeps
   * none of them: the header of a large model's weights has a hundred thousand entries.
   *
   * @return whether it is JSON
   */
  public static boolean each(InputStream in, BiConsumer<String, Object> reader) {
    Deque<String> keys = new ArrayDeque<>();
    try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      do {
        JsonToken token = p.nextToken();
        if (token == null) {
          return false;
        }
        switch (token) {
          case START_OBJECT, START_ARRAY ->
              keys.push(Objects.requireNonNullElse(p.currentName(), ""));
          case END_OBJECT, END_ARRAY -> keys.pop();
          case VALUE_NUMBER_INT -> reader.accept(key(p, keys), p.getLongValue());
          case VALUE_STRING -> reader.accept(key(p, keys), p.getString());
          default -> {}
        }
      } while (!keys.isEmpty());
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  /** A value in a list has no name of its own, but that of the list. */
  private static String key(JsonParser p, Deque<String> keys) {
    return p.currentName() == null ? Objects.requireNonNullElse(keys.peek(), "") : p.currentName();
  }

  private static @Nullable Object value(JsonParser p, int last) {
    return switch (p.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (p.nextToken() != JsonToken.END_OBJECT) {
          String key = p.currentName();
          p.nextToken();
          map.put(key, value(p, last));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new LinkedList<>();
        while (p.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(p, last));
          if (list.size() > last) {
            list.removeFirst();
          }
        }
        yield list;
      }
      case VALUE_NUMBER_INT ->
          p.getBigIntegerValue().bitLength() < Long.SIZE
              ? (Object) p.getLongValue()
              : p.getDoubleValue();
      case VALUE_NUMBER_FLOAT -> p.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> p.getString();
    };
  }
}
