package dev.tuneplan.dataset;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file. */
final class ParquetRows implements Records {
  /** Kept, since a logger that nobody holds forgets its level. */
  private static final Logger QUIET = Logger.getLogger("dev.hardwood");

  static {
    // Else the library writes on the terminal which ways of decoding it found, and the JDK warns of
    // the native one, which is looked for on the user's machine.
    QUIET.setLevel(Level.WARNING);
    if (System.getProperty("hardwood.uselibdeflate") == null) {
      System.setProperty("hardwood.uselibdeflate", "false");
    }
  }

  private final DataFile file;
  private final ParquetFileReader reader;
  private final RowReader rows;
  private final long total;
  private long row;

  ParquetRows(DataFile file) {
    this.file = file;
    try {
      this.reader = ParquetFileReader.open(InputFile.of(file.path()));
      this.rows = reader.rowReader();
      this.total = reader.getFileMetaData().numRows();
    } catch (IOException | RuntimeException e) {
      throw fault(e);
    }
  }

  private InvalidInput fault(Exception e) {
    return new InvalidInput(
        Place.of(file.name()),
        "",
        "is not a whole Parquet file (row " + (row + 1) + "): " + e.getMessage());
  }

  @Override
  public boolean next() {
    try {
      if (rows.hasNext()) {
        rows.next();
        row++;
        return true;
      }
    } catch (RuntimeException e) {
      throw fault(e);
    }
    if (row == 0) {
      throw new InvalidInput(Place.of(file.name()), "", "holds no rows; was it written whole?");
    }
    return false;
  }

  @Override
  public Map<String, Object> fields() {
    try {
      return struct(rows);
    } catch (RuntimeException e) {
      throw fault(e);
    }
  }

  private static Map<String, Object> struct(StructAccessor s) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < s.getFieldCount(); i++) {
      map.put(s.getFieldName(i), s.isNull(i) ? null : plain(s.getValue(i)));
    }
    return map;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case PqStruct s -> struct(s);
      case PqList l -> {
        List<Object> list = new ArrayList<>(l.size());
        for (int i = 0; i < l.size(); i++) {
          list.add(l.isNull(i) ? null : plain(l.get(i)));
        }
        yield list;
      }
      case PqMap m -> {
        Map<String, Object> map = new LinkedHashMap<>();
        m.getEntries().forEach(e -> map.put(String.valueOf(e.getKey()), plain(e.getValue())));
        yield map;
      }
      case Integer n -> (long) n;
      case Float f -> (double) f;
      case Long n -> n;
      case Double d -> d;
      case Boolean b -> b;
      default -> value.toString();
    };
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
    rows.close();
    try {
      reader.close();
    } catch (IOException e) {
      throw fault(e);
    }
  }
}
