package dev.tuneplan.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A CSV file with a header, whose fields know their places. Columns are found by name. */
public final class CsvText {
  private final String name;
  private final String text;
  private final List<Integer> lineStarts = new ArrayList<>();
  private final List<String> header;
  private final List<Row> rows = new ArrayList<>();

  private CsvText(String name, String text, List<String> header) {
    this.name = name;
    this.text = text;
    this.header = List.copyOf(header);
    lineStarts.add(0);
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      lineStarts.add(i + 1);
    }
  }

  /**
   * Reads text that came from {@code name}.
   *
   * @throws InvalidInput with the line where it is no CSV any more
   */
  public static CsvText read(String name, String given) {
    String text = given.startsWith("\uFEFF") ? given.substring(1) : given;
    int line = 1;
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().maxBufferSize(1 << 24).ofNamedCsvRecord(text)) {
      CsvText file = null;
      for (NamedCsvRecord r : csv) {
        line = (int) r.getStartingLineNumber();
        if (file == null) {
          file = new CsvText(name, text, r.getHeader());
        }
        if (r.getFieldCount() != 1 || !r.getField(0).isBlank()) {
          file.rows.add(file.new Row(r));
        }
      }
      return file == null
          ? new CsvText(name, text, List.of(text.lines().findFirst().orElse("").split(",", -1)))
          : file;
    } catch (CsvParseException | IllegalArgumentException | java.io.IOException e) {
      throw new InvalidInput(
          new Place(name, line + 1, 1), "", "is no CSV from here on: " + e.getMessage());
    }
  }

  /** Where it is from. */
  public String name() {
    return name;
  }

  /** Its columns, in order. */
  public List<String> header() {
    return header;
  }

  /** Its records; empty lines are none. */
  public List<Row> rows() {
    return rows;
  }

  /** Whether it has a column. */
  public boolean has(String column) {
    return header.contains(column);
  }

  /** One record. */
  public final class Row {
    private final NamedCsvRecord fields;

    private Row(NamedCsvRecord fields) {
      this.fields = fields;
    }

    /** A field without blanks around it; empty when it or its column is not there. */
    public Optional<String> text(String column) {
      int index = header.indexOf(column);
      return index < 0 || index >= fields.getFieldCount()
          ? Optional.empty()
          : Optional.of(fields.getField(index).strip()).filter(s -> !s.isEmpty());
    }

    /** The line on which the record begins. */
    public int line() {
      return (int) fields.getStartingLineNumber();
    }

    /** Where a field begins; the record when its column is not there. */
    public Place place(String column) {
      int at = lineStarts.get(Math.min(line(), lineStarts.size()) - 1);
      boolean quoted = false;
      for (int left = Math.max(0, header.indexOf(column)); left > 0 && at < text.length(); at++) {
        char c = text.charAt(at);
        quoted ^= c == '"';
        left -= c == ',' && !quoted ? 1 : 0;
      }
      int of = java.util.Collections.binarySearch(lineStarts, at);
      int on = of >= 0 ? of : -of - 2;
      return new Place(name, on + 1, at - lineStarts.get(on) + 1);
    }
  }
}
