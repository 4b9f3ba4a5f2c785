package dev.tuneplan.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV or TSV file with a header, as {@code datasets} reads them through pandas
 * (packaged_modules/csv/csv.py, 5.2.0; pandas 2, {@code read_csv}): a row with too many fields is
 * bad, fields that lack are null, and so are empty ones and such as say NA.
 */
final class CsvRows implements Records {
  /** pandas' na_values (io/parsers, keep_default_na), read 2026-11-25. */
  private static final Set<String> MISSING =
      Set.of(
          "",
          " ",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "-1.#IND",
          "-1.#QNAN",
          "-NaN",
          "-nan",
          "1.#IND",
          "1.#QNAN",
          "<NA>",
          "N/A",
          "NA",
          "NULL",
          "NaN",
          "None",
          "n/a",
          "nan",
          "null");

  private final DataFile file;
  private final FileBytes bytes;
  private final Iterator<CsvRecord> rows;
  private final List<String> header;
  private @Nullable CsvRecord row;
  private long line;

  CsvRows(DataFile file, int maxRowBytes) {
    this.file = file;
    this.bytes = FileBytes.open(file);
    this.rows =
        CsvReader.builder()
            .fieldSeparator(file.format() == Format.TSV ? '\t' : ',')
            .skipEmptyLines(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .allowUnclosedQuote(false)
            .allowExtraCharsAfterClosingQuote(true)
            .maxBufferSize(maxRowBytes)
            .ofCsvRecord(
                new java.io.InputStreamReader(
                    new Utf8Stream(bytes.in(), file.name()), StandardCharsets.UTF_8))
            .iterator();
    this.header = read() && row != null ? names(row.getFields()) : List.of();
  }

  private static List<String> names(List<String> given) {
    List<String> names = new ArrayList<>();
    for (String name : given) {
      // pandas numbers names that come again.
      String unique = name;
      for (int i = 1; names.contains(unique); i++) {
        unique = name + "." + i;
      }
      names.add(unique);
    }
    return names;
  }

  private boolean read() {
    try {
      while (rows.hasNext()) {
        row = rows.next();
        line = row.getStartingLineNumber();
        if (row.getFieldCount() > 1 || !row.getField(0).isBlank()) {
          return true;
        }
      }
      return false;
    } catch (CsvParseException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw FileBytes.fault(file, line + 1, new IOException(e.getMessage(), e.getCause()));
    }
  }

  private InvalidInput unreadable(CsvParseException e) {
    Throwable cause = e.getCause();
    if (cause instanceof InvalidInput told) {
      return told;
    }
    if (cause instanceof IOException io) {
      return FileBytes.fault(file, line + 1, io);
    }
    String why = cause == null ? e.getMessage() : cause.getMessage();
    return new InvalidInput(
        new Place(file.name(), (int) Math.min(line + 1, Integer.MAX_VALUE), 1),
        "",
        "is not CSV from here on: " + why + " (is a quote not closed?)");
  }

  @Override
  public boolean next() {
    if (read()) {
      return true;
    }
    bytes.refuseChanged();
    if (line <= 1) {
      throw new InvalidInput(
          Place.of(file.name()), "", "holds no rows after its header; was it written whole?");
    }
    return false;
  }

  @Override
  public Map<String, Object> fields() throws Unreadable {
    List<String> values = row == null ? List.of() : row.getFields();
    if (values.size() > header.size()) {
      throw new Unreadable(
          String.format(
              Locale.ROOT,
              "has %d fields, the header has %d; is a field with commas not quoted?",
              values.size(),
              header.size()));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String value = i < values.size() ? values.get(i) : "";
      fields.put(header.get(i), MISSING.contains(value) ? null : value);
    }
    return fields;
  }

  @Override
  public long number() {
    return line;
  }

  @Override
  public long bytesRead() {
    return bytes.read();
  }

  @Override
  public void close() {
    bytes.close();
  }
}
