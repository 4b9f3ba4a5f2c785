package dev.tuneplan.dataset;

import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.files.JsonStreams;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads JSON into plain Java. As pyarrow's reader, which {@code datasets} calls (26.0.1, tried
 * 2026-11-25), it takes NaN and refuses keys that are given twice and halves of surrogate pairs.
 */
final class JsonValues {
  private static final int DEEPEST = 200;
  private static final JsonStreams JSON = new JsonStreams(DEEPEST);

  private JsonValues() {}

  static JsonParser parser(java.io.InputStream in) {
    return JSON.parser(in);
  }

  /** Reads the object that a line holds. */
  static Map<String, Object> object(byte[] line, int from, int length) throws Unreadable {
    try (JsonParser p = JSON.parser(line, from, length)) {
      JsonToken first = p.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new Unreadable("is " + kind(first) + "; a row must be an object {…}");
      }
      Map<String, Object> object = object(p);
      if (p.nextToken() != null) {
        throw new Unreadable("holds more than one object; each must have its own line");
      }
      return object;
    } catch (JacksonException e) {
      throw broken(e);
    }
  }

  /** Reads JSON that stands in a text, as in a column of strings. */
  static @Nullable Object text(String text, String field) throws Unreadable {
    try (JsonParser p = JSON.parser(text)) {
      p.nextToken();
      Object value = value(p);
      if (p.nextToken() != null) {
        throw new Unreadable(field + " is a text that holds more than one JSON value");
      }
      return value;
    } catch (JacksonException e) {
      throw new Unreadable(field + " is a text that " + broken(e).reason());
    }
  }

  static Unreadable broken(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return new Unreadable(why(e));
    }
    int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
    return new Unreadable(
        "is not JSON" + (column > 0 ? " at column " + column : "") + ": " + why(e));
  }

  static String why(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return "is nested more than " + DEEPEST + " deep, or holds an endless number";
    }
    String message = JsonFiles.said(e);
    return message.startsWith("Unexpected end-of-input") ? "it ends too early" : message;
  }

  /** Reads the object whose opening brace is the current token. */
  static Map<String, Object> object(JsonParser p) throws Unreadable {
    Map<String, Object> map = new LinkedHashMap<>();
    String name;
    while ((name = p.nextName()) != null) {
      p.nextToken();
      int before = map.size();
      map.put(name, value(p));
      if (map.size() == before) {
        throw new Unreadable("key '" + name + "' is given twice");
      }
    }
    return map;
  }

  /** Reads the value whose first token is the current one. */
  static @Nullable Object value(JsonParser p) throws Unreadable {
    return switch (p.currentToken()) {
      case VALUE_STRING -> whole(p.getString());
      case START_OBJECT -> object(p);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (p.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(p));
        }
        yield list;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> whole(p.getNumberValue());
      case VALUE_NUMBER_FLOAT -> p.getDoubleValue();
      case null, default -> null;
    };
  }

  private static Number whole(Number n) {
    return n instanceof BigInteger ? n : Long.valueOf(n.longValue());
  }

  /** Refuses a text with half a surrogate pair, which is no character and no UTF-8. */
  private static String whole(String s) throws Unreadable {
    int n = s.length();
    for (int i = 0; i < n; i++) {
      char c = s.charAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        if (c > Character.MAX_HIGH_SURROGATE
            || i + 1 == n
            || !Character.isLowSurrogate(s.charAt(++i))) {
          throw new Unreadable(
              String.format(
                  Locale.ROOT,
                  "holds half of a surrogate pair, \\u%04x, which is no character; was a text cut"
                      + " in two?",
                  (int) c));
        }
      }
    }
    return s;
  }

  static String kind(@Nullable JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      case null, default -> "nothing";
    };
  }
}
