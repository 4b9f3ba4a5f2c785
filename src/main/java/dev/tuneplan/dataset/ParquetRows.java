package dev.tuneplan.dataset;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The rows of a Parquet file; columns that no layout has are not read. */
final class ParquetRows implements Records {
  /** Kept, since a logger that nobody holds forgets its level. */
  private static final Logger QUIET = Logger.getLogger("dev.hardwood");

  static {
    // Else the library writes on the terminal which ways of decoding it found, and the JDK warns of
    // the native one, which is looked for on the user's machine.
    QUIET.setLevel(Level.OFF);
    if (System.getProperty("hardwood.uselibdeflate") == null) {
      System.setProperty("hardwood.uselibdeflate", "false");
    }
  }

  /** Values of so many bytes are decoded at a time; some such batches are in work at once. */
  private static final long BATCH_BYTES = 2 << 20;

  private static final long MOST_ROWS = 4096;
  private final DataFile file;
  private final ParquetFileReader reader;
  private final ColumnReaders columns;
  private final ParquetCell.Struct cells;
  private final Patience waiting = new Patience();
  private final long total;
  private int inBatch = -1;
  private int batch;
  private long row;

  /**
   * @param wanted names of columns that may matter
   */
  ParquetRows(DataFile file, Set<String> wanted) {
    this.file = file;
    try {
      this.reader = ParquetFileReader.open(InputFile.of(file.path()));
    } catch (IOException | RuntimeException e) {
      throw fault(e);
    }
    try {
      SchemaNode.GroupNode root = reader.getFileSchema().getRootNode();
      List<String> names = root.children().stream().map(SchemaNode::name).toList();
      List<String> known = names.stream().filter(wanted::contains).toList();
      if (known.isEmpty()) {
        throw noColumns(names);
      }
      this.total = reader.getFileMetaData().numRows();
      this.columns =
          reader
              .buildColumnReaders(ColumnProjection.columns(known.toArray(String[]::new)))
              .batchSize(batchRows())
              .build();
      this.cells = ParquetCell.row(root, known::contains, byIndex()::get);
    } catch (RuntimeException e) {
      close(reader);
      throw e instanceof InvalidInput told ? told : fault(e);
    }
  }

  private InvalidInput noColumns(List<String> names) {
    return new InvalidInput(
        Place.of(file.name()),
        "",
        "has no column that says what its rows mean; its columns are "
            + Words.list(names)
            + "; map them, such as prompt=question and completion=answer");
  }

  private int batchRows() {
    long bytes =
        reader.getFileMetaData().rowGroups().stream().mapToLong(RowGroup::totalByteSize).sum();
    long each = Math.max(1, bytes / Math.max(1, total));
    return (int) Math.clamp(BATCH_BYTES / each, 1, MOST_ROWS);
  }

  private Map<Integer, ColumnReader> byIndex() {
    Map<Integer, ColumnReader> found = new HashMap<>();
    for (int i = 0; i < columns.getColumnCount(); i++) {
      ColumnReader c = columns.getColumnReader(i);
      found.put(c.getColumnSchema().columnIndex(), c);
    }
    return found;
  }

  private InvalidInput fault(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String where = row == 0 ? "" : String.format(Locale.ROOT, " after row %,d", row);
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new InvalidInput(
        Place.of(file.name()),
        "",
        "cannot be read as Parquet"
            + where
            + ": "
            + why.lines().findFirst().orElse("")
            + "; is the file whole?");
  }

  @Override
  public boolean next() {
    if (++inBatch < batch) {
      row++;
      return true;
    }
    try {
      while (waiting.get(columns::nextBatch)) {
        batch = columns.getRecordCount();
        if (batch > 0) {
          cells.refresh();
          inBatch = 0;
          row++;
          return true;
        }
      }
    } catch (RuntimeException | IOException e) {
      throw fault(e);
    }
    refuseShort();
    return false;
  }

  private void refuseShort() {
    if (row == 0) {
      throw new InvalidInput(Place.of(file.name()), "", "holds no rows; was it written whole?");
    }
    if (row != total) {
      throw fault(
          new IOException(String.format(Locale.ROOT, "%,d of %,d rows were found", row, total)));
    }
  }

  @Override
  public Map<String, Object> fields() {
    return cells.fields(inBatch);
  }

  @Override
  public long number() {
    return row;
  }

  @Override
  public long bytesRead() {
    return total == 0 ? file.bytes() : (long) ((double) row / total * file.bytes());
  }

  @Override
  public void close() {
    waiting.close();
    columns.close();
    close(reader);
  }

  private void close(ParquetFileReader open) {
    try {
      open.close();
    } catch (IOException e) {
      throw fault(e);
    }
  }
}
