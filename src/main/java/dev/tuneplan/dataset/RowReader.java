package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a source one after another, in memory that does not grow with their number. To
 * be closed. Not thread-safe.
 */
public final class RowReader implements AutoCloseable {
  /** So many rows may go by before one must say what the layout is. */
  private static final int UNDECIDED = 10;

  private final DataSource source;
  private final ReadOptions options;
  private final Examples examples;
  private final BadRows bad;
  private final ArrayDeque<Row> ahead = new ArrayDeque<>();
  private @Nullable Layout layout;
  private @Nullable Records records;
  private @Nullable Row row;
  private int file = -1;
  private long done;

  private RowReader(DataSource source, ReadOptions options) {
    this.source = source;
    this.options = options;
    this.examples = new Examples(options.mapping());
    this.bad = new BadRows(options.badRows());
    this.layout = options.layout().orElse(null);
  }

  /**
   * Opens a source and looks for the first row that says what its layout is.
   *
   * @throws InvalidInput when a file cannot be read or no row says what the layout is
   */
  public static RowReader open(DataSource source, ReadOptions options) {
    RowReader reader = new RowReader(source, options);
    try {
      reader.decide();
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Reads chosen rows only: goes straight to them in files of lines that are not packed, and passes
   * over the others elsewhere. Bad rows are given, not judged.
   *
   * @param positions from an earlier pass over the same source, ascending by file and row
   * @param options with the layout that the earlier pass found
   */
  public static ChosenRows at(DataSource source, List<Position> positions, ReadOptions options) {
    return new ChosenRows(source, positions, options);
  }

  private void decide() {
    while (layout == null) {
      Records now = advance().orElseThrow(this::unknown);
      Position at = position(now);
      try {
        Map<String, Object> fields = now.fields();
        Optional<Layout> found = examples.decide(fields);
        layout = found.orElse(null);
        ahead.add(
            found.isPresent()
                ? example(at, fields)
                : new Row.Bad(
                    at, "its fields are of no known layout (" + Words.list(fields.keySet()) + ")"));
      } catch (Unreadable e) {
        ahead.add(new Row.Bad(at, e.reason()));
      }
      if (layout == null && ahead.size() >= UNDECIDED) {
        throw unknown();
      }
    }
  }

  private InvalidInput unknown() {
    List<Row.Bad> seen = ahead.stream().map(Row.Bad.class::cast).toList();
    String file = seen.isEmpty() ? source.files().getFirst().name() : seen.getFirst().at().path();
    String rows =
        seen.size() == 1
            ? "the only row"
            : String.format(Locale.ROOT, "none of the first %d rows", seen.size());
    String why =
        seen.isEmpty()
            ? ""
            : "; row " + seen.getFirst().at().row() + ": " + seen.getFirst().reason();
    return new InvalidInput(
        Place.of(file),
        "",
        (seen.size() == 1 ? rows + " does not say" : rows + " says")
            + " what its fields mean"
            + why
            + "; rows need messages, or instruction and output, or prompt and completion, or text;"
            + " other names can be mapped, such as prompt=question");
  }

  /**
   * Goes on to the next row.
   *
   * @return false at the end
   * @throws InvalidInput when a file cannot be read on, or too many rows are bad
   */
  public boolean next() {
    Row waiting = ahead.poll();
    if (waiting == null) {
      Optional<Records> now = advance();
      if (now.isEmpty()) {
        row = null;
        bad.finish();
        return false;
      }
      waiting = read(now.get());
    }
    bad.count(waiting);
    row = waiting;
    return true;
  }

  private Row read(Records now) {
    Position at = position(now);
    try {
      return example(at, now.fields());
    } catch (Unreadable e) {
      return new Row.Bad(at, e.reason());
    }
  }

  private Row example(Position at, Map<String, Object> fields) {
    return examples.row(at, layout(), fields);
  }

  private Position position(Records now) {
    return new Position(file, source.files().get(file).name(), now.number(), now.offset());
  }

  /** The file in which a next row stands, opened and gone to that row. */
  private Optional<Records> advance() {
    while (records == null || !records.next()) {
      if (records != null) {
        records.close();
        done += source.files().get(file).bytes();
        records = null;
      }
      if (file + 1 >= source.files().size()) {
        return Optional.empty();
      }
      file++;
      records = open(source.files().get(file), examples, options);
    }
    return Optional.of(records);
  }

  static Records open(DataFile file, Examples examples, ReadOptions options) {
    String text = options.mapping().name("text");
    return switch (file.format()) {
      case TEXT -> new TextLines(file, text, options.maxRowBytes());
      case CSV, TSV -> new CsvRows(file, options.maxRowBytes());
      case PARQUET -> new ParquetRows(file, options.mapping().names());
      case JSON ->
          switch (JsonShape.of(file, examples, options.mapping())) {
            case JsonShape.Lines l -> new JsonLines(file, options.maxRowBytes());
            case JsonShape.Sequence s -> new JsonSequence(file, s, text);
            case JsonShape.Field f -> new JsonSequence(file, f, text);
            case JsonShape.Columns c -> new JsonColumns(file, c.names());
          };
    };
  }

  /** The row that {@link #next} went to. */
  public Row row() {
    if (row == null) {
      throw new IllegalStateException("no row: next() was not called or gave false");
    }
    return row;
  }

  /** What the fields of the source's rows mean. */
  public Layout layout() {
    if (layout == null) {
      throw new IllegalStateException("not open");
    }
    return layout;
  }

  /** Bytes read so far of the files as they lie on disk, packed ones packed. */
  public long bytesRead() {
    return done + (records == null ? 0 : records.bytesRead());
  }

  /** What {@link #bytesRead} comes to at the end. */
  public long bytesTotal() {
    return source.bytes();
  }

  /** The bad rows so far. */
  public BadRows badRows() {
    return bad;
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
      records = null;
    }
  }
}
