package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;

/** The rows of a JSON list, or of objects one after another. */
final class JsonSequence implements Records {
  private final DataFile file;
  private final String text;
  private final FileBytes bytes;
  private final JsonParser parser;
  private final boolean listed;
  private long row;
  private boolean read = true;

  /**
   * @param shape a sequence, or a field of one object
   * @param text the name of the field that a list of texts is taken for
   */
  JsonSequence(DataFile file, JsonShape shape, String text) {
    this.file = file;
    this.text = text;
    this.bytes = FileBytes.open(file);
    this.parser = JsonValues.parser(bytes.in());
    try {
      this.listed = enter(shape);
    } catch (JacksonException e) {
      throw fault(file, 0, e);
    }
  }

  private boolean enter(JsonShape shape) {
    JsonToken first = parser.nextToken();
    if (shape instanceof JsonShape.Field field) {
      String name;
      while ((name = parser.nextName()) != null && !name.equals(field.key())) {
        parser.nextToken();
        parser.skipChildren();
      }
      first = parser.nextToken();
    }
    if (first != JsonToken.START_ARRAY) {
      read = false;
      row = -1;
      return false;
    }
    return true;
  }

  @Override
  public boolean next() {
    try {
      if (row == -1) {
        row = 1;
        return true;
      }
      if (!read) {
        parser.skipChildren();
      }
      read = false;
      JsonToken token = parser.nextToken();
      if (listed ? token != JsonToken.END_ARRAY && token != null : token != null) {
        row++;
        return true;
      }
      if (listed && token == null) {
        throw new InvalidInput(
            place(parser.currentLocation()), "", "the list is not closed; the file is not whole");
      }
      while (parser.nextToken() != null) {
        // what follows the list must be JSON too
      }
    } catch (JacksonException e) {
      throw fault(file, Math.max(0, row), e);
    }
    bytes.refuseChanged();
    if (row == 0) {
      throw new InvalidInput(
          Place.of(file.name()), "", "holds an empty list; was it written whole?");
    }
    return false;
  }

  @Override
  public Map<String, Object> fields() throws Unreadable {
    try {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        // datasets takes a list of texts so (json.py, 5.2.0).
        read = true;
        Map<String, Object> one = new LinkedHashMap<>();
        one.put(text, JsonValues.value(parser));
        return one;
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new Unreadable(
            "is " + JsonValues.kind(parser.currentToken()) + "; a row must be an object {…}");
      }
      int depth = parser.streamReadContext().getNestingDepth();
      try {
        read = true;
        return JsonValues.object(parser);
      } catch (Unreadable e) {
        leave(depth);
        throw e;
      }
    } catch (JacksonException e) {
      throw fault(file, row - 1, e);
    }
  }

  /** Goes to the end of a row that was given up in the middle. */
  private void leave(int depth) {
    while (parser.streamReadContext().getNestingDepth() >= depth && parser.nextToken() != null) {
      // over what is left of the row
    }
  }

  static InvalidInput fault(DataFile file, long row, JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    if (e instanceof JacksonIOException io && io.getCause() instanceof java.io.IOException cause) {
      return FileBytes.fault(file, at == null ? 0 : at.getLineNr(), cause);
    }
    Place place =
        at == null || at.getLineNr() < 1
            ? Place.of(file.name())
            : new Place(file.name(), at.getLineNr(), at.getColumnNr());
    return new InvalidInput(
        place,
        "",
        String.format(Locale.ROOT, "is not JSON after %,d whole rows: %s", row, JsonValues.why(e)));
  }

  private Place place(TokenStreamLocation at) {
    return new Place(file.name(), at.getLineNr(), at.getColumnNr());
  }

  @Override
  public long number() {
    return row;
  }

  @Override
  public long bytesRead() {
    return bytes.read();
  }

  @Override
  public void close() {
    parser.close();
    bytes.close();
  }
}
