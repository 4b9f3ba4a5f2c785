package dev.tuneplan.usage.read;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.tuneplan.usage.CallKey;
import dev.tuneplan.usage.Fault;
import dev.tuneplan.usage.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads CSV with a header, row by row. */
final class CsvLog {
  private static final Set<String> MISSING = Set.of("null", "None", "NaN", "nan", "NULL");
  private static final Set<Slot> TELLING =
      Set.of(Slot.INPUT, Slot.OUTPUT, Slot.USAGE_PROMPT, Slot.USAGE_INPUT, Slot.AMOUNT);

  private static final int ROWS_OF_A_PART = 4096;
  private static final long LETTERS_OF_A_PART = 1 << 20;

  private final char separator;

  CsvLog(char separator) {
    this.separator = separator;
  }

  /** What a column tells. */
  private record Column(String name, Optional<Slot> slot, Optional<Context> context) {
    /** Names with dots are those of fields within fields, as pandas' json_normalize writes them. */
    static Column of(String header) {
      Context context = Context.ROW;
      String name = header.strip();
      for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.')) {
        Optional<Context> inner = context.inner(name.substring(0, dot));
        if (inner.isEmpty()) {
          return new Column(name, Optional.empty(), Optional.empty());
        }
        context = inner.get();
        name = name.substring(dot + 1);
      }
      return new Column(header.strip(), context.slot(name), context.inner(name));
    }
  }

  private static List<Column> columns(List<String> header) {
    List<Column> columns = new ArrayList<>();
    header.forEach(h -> columns.add(Column.of(h)));
    return columns;
  }

  /** How a header's fields are divided; empty when it is no header of a log of calls. */
  static Optional<CsvLog> of(String header) {
    for (char separator : new char[] {',', '\t', ';'}) {
      List<String> names = new ArrayList<>();
      for (String name : header.split(String.valueOf(separator), -1)) {
        names.add(name.strip().replaceAll("^\"|\"$", ""));
      }
      List<Column> columns = columns(names);
      boolean tokens =
          columns.stream()
              .anyMatch(c ->
                  c.slot().filter(TELLING::contains).isPresent()
                      || c.context().filter(x -> x == Context.PARTS).isPresent());
      if (tokens && names.size() > 1) {
        return Optional.of(new CsvLog(separator));
      }
    }
    return Optional.empty();
  }

  /**
   * Reads to the end, or to where it is no CSV any more.
   *
   * @param threads that make out what rows tell, &ge; 1
   */
  Tally read(InputStream in, int threads) throws IOException {
    Tally cut = new Tally();
    try (InOrder parts = new InOrder(threads);
        CsvReader<CsvRecord> csv = reader(in)) {
      long line = 1;
      Batch batch = new Batch(parts);
      try {
        Iterator<CsvRecord> rows = csv.iterator();
        batch.columns = rows.hasNext() ? columns(rows.next().getFields()) : List.of();
        while (rows.hasNext()) {
          CsvRecord row = rows.next();
          line = row.getStartingLineNumber();
          if (row.getFieldCount() < batch.columns.size() && !blank(row) && !rows.hasNext()) {
            cut.cut(new Fault(line, 1, "", fieldsOf(row, batch.columns)));
          } else if (!blank(row)) {
            batch.add(row);
          }
        }
      } catch (CsvParseException e) {
        cut.cut(new Fault(line + 1, 1, "", "is no CSV from here on: is a quote not closed?"));
      }
      batch.handOn();
      Tally all = parts.all();
      all.follow(cut, 0);
      return all;
    }
  }

  /** Rows that are handed on together: as many as there is room for. */
  private static final class Batch {
    private final InOrder parts;
    private List<Column> columns = List.of();
    private List<CsvRecord> rows = new ArrayList<>();
    private long letters;

    Batch(InOrder parts) {
      this.parts = parts;
    }

    void add(CsvRecord row) throws IOException {
      rows.add(row);
      for (int i = 0; i < row.getFieldCount(); i++) {
        letters += row.getField(i).length();
      }
      if (rows.size() == ROWS_OF_A_PART || letters >= LETTERS_OF_A_PART) {
        handOn();
      }
    }

    void handOn() throws IOException {
      List<CsvRecord> some = rows;
      parts.add(() -> new InOrder.Part(rows(columns, some), 0));
      rows = new ArrayList<>();
      letters = 0;
    }
  }

  private CsvReader<CsvRecord> reader(InputStream in) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .allowUnclosedQuote(false)
        .allowExtraCharsAfterClosingQuote(true)
        .maxBufferSize(Blocks.LONGEST_LINE)
        .ofCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static boolean blank(CsvRecord row) {
    return row.getFieldCount() == 1 && row.getField(0).isBlank();
  }

  private static Tally rows(List<Column> columns, List<CsvRecord> rows) {
    Tally tally = new Tally();
    RowFields fields = new RowFields();
    for (CsvRecord row : rows) {
      fields.clear();
      row(columns, row, fields, tally);
    }
    return tally;
  }

  private static String fieldsOf(CsvRecord row, List<Column> columns) {
    return "has " + row.getFieldCount() + " fields, the header has " + columns.size();
  }

  private static void row(List<Column> columns, CsvRecord row, RowFields fields, Tally to) {
    RowMeaning.Place at = new RowMeaning.Place(row.getStartingLineNumber(), 1);
    try {
      if (row.getFieldCount() != columns.size()) {
        throw new BadRow("", fieldsOf(row, columns));
      }
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        String text = row.getField(i);
        if (column.slot().isPresent() && !MISSING.contains(text)) {
          fields.set(column.slot().get(), column.name(), text);
        } else if (column.context().isPresent()) {
          JsonRow.text(text, column.context().get(), column.name(), fields);
        }
      }
      new RowMeaning(fields, CallKey.NO_DAY).tell(at, to);
    } catch (BadRow e) {
      to.fault(at.fault(e.subject(), e.rule()));
    }
  }
}
