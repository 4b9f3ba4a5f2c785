package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The rows of one object of columns. Each column is read through its own opening of the file, since
 * they stand one after another and none is kept.
 */
final class JsonColumns implements Records {
  private final DataFile file;
  private final List<Column> columns = new ArrayList<>();
  private long row;

  /** A column whose parser stands before its next value. */
  private record Column(String name, FileBytes bytes, JsonParser parser, boolean numbered) {}

  JsonColumns(DataFile file, List<String> names) {
    this.file = file;
    try {
      for (String name : names) {
        columns.add(column(name));
      }
    } catch (JacksonException e) {
      close();
      throw JsonSequence.fault(file, 0, e);
    }
  }

  private Column column(String name) {
    FileBytes bytes = FileBytes.open(file);
    JsonParser p = JsonValues.parser(bytes.in());
    p.nextToken();
    String key;
    while ((key = p.nextName()) != null && !key.equals(name)) {
      p.nextToken();
      p.skipChildren();
    }
    return new Column(name, bytes, p, p.nextToken() == JsonToken.START_OBJECT);
  }

  @Override
  public boolean next() {
    try {
      int ended = 0;
      for (Column c : columns) {
        if (row > 0) {
          c.parser.skipChildren();
        }
        JsonToken t = c.parser.nextToken();
        if (c.numbered && t == JsonToken.PROPERTY_NAME) {
          t = c.parser.nextToken();
        }
        ended += t == null || t == JsonToken.END_ARRAY || t == JsonToken.END_OBJECT ? 1 : 0;
      }
      if (ended == 0) {
        row++;
        return true;
      }
      if (ended < columns.size()) {
        throw new InvalidInput(
            Place.of(file.name()),
            "",
            "its columns differ in length: "
                + ended
                + " of "
                + columns.size()
                + " end after "
                + row
                + " rows");
      }
    } catch (JacksonException e) {
      throw JsonSequence.fault(file, row, e);
    }
    columns.getFirst().bytes.refuseChanged();
    if (row == 0) {
      throw new InvalidInput(
          Place.of(file.name()), "", "its columns are empty; was it written whole?");
    }
    return false;
  }

  @Override
  public Map<String, Object> fields() throws Unreadable {
    try {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Column c : columns) {
        fields.put(c.name, JsonValues.value(c.parser));
      }
      return fields;
    } catch (JacksonException e) {
      throw JsonSequence.fault(file, row - 1, e);
    }
  }

  @Override
  public long number() {
    return row;
  }

  @Override
  public long bytesRead() {
    return columns.stream().mapToLong(c -> c.bytes.read()).sum() / columns.size();
  }

  @Override
  public void close() {
    for (Column c : columns) {
      c.parser.close();
      c.bytes.close();
    }
  }
}
