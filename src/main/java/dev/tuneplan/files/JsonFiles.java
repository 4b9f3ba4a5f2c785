package dev.tuneplan.files;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON files that are too large for {@link YamlFiles}, such as the settings of a tokenizer,
 * into plain maps, lists, texts, numbers (Long, BigInteger, Double), booleans and null. Of a key
 * that is given twice the last value counts, as in Python's json.
 */
public final class JsonFiles {
  private static final long LARGEST_BYTES = 256L << 20;

  private JsonFiles() {}

  /** Reads a file; faults are thrown as {@link InvalidInput}. */
  public static @Nullable Object read(Path path) {
    return parse(path.toString(), bytes(path));
  }

  /** A file's bytes, if it is there and not larger than any such file is. */
  public static byte[] bytes(Path path) {
    return FileBytes.of(path, LARGEST_BYTES);
  }

  /** Reads bytes that came from {@code name}. */
  public static @Nullable Object parse(String name, byte[] bytes) {
    try (JsonParser p = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
      if (p.nextToken() == null) {
        throw new InvalidInput(Place.of(name), "", "is empty");
      }
      Object value = value(p);
      if (p.nextToken() != null) {
        throw new InvalidInput(place(name, p), "", "has something after its end");
      }
      return value;
    } catch (JacksonException e) {
      throw new InvalidInput(
          e.getLocation() == null
              ? Place.of(name)
              : new Place(name, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          "",
          "is not valid JSON: " + said(e));
    }
  }

  /** What the parser says is wrong, without where its buffer began: the place is told better. */
  public static String said(JacksonException e) {
    return String.valueOf(e.getOriginalMessage())
        .lines()
        .findFirst()
        .orElse("unreadable")
        .replaceAll(" ?\\([^(]*\\[Source: .*", "");
  }

  private static Place place(String name, JsonParser p) {
    return new Place(
        name, p.currentTokenLocation().getLineNr(), p.currentTokenLocation().getColumnNr());
  }

  private static @Nullable Object value(JsonParser p) {
    return switch (p.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (p.nextToken() != JsonToken.END_OBJECT) {
          String key = p.currentName();
          p.nextToken();
          map.put(key, value(p));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (p.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(p));
        }
        yield list;
      }
      case VALUE_NUMBER_INT -> {
        BigInteger n = p.getBigIntegerValue();
        yield n.bitLength() < Long.SIZE ? (Object) n.longValue() : n;
      }
      case VALUE_NUMBER_FLOAT -> p.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> p.getString();
    };
  }
}
