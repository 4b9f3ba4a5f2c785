package dev.tuneplan.template;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON to plain Java as Python's json module reads it to plain Python. */
final class JsonFile {
  private JsonFile() {}

  static Object resource(String name) {
    try (InputStream in = JsonFile.class.getResourceAsStream("/templates/" + name)) {
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  static Object read(Path path) {
    try {
      return read(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new IllegalStateException(path.toString(), e);
    }
  }

  private static Object read(byte[] json) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          map.put(key, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> {
        BigInteger whole = new BigInteger(parser.getString());
        yield whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
      }
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
