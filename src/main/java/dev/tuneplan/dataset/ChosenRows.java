package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chosen rows of a source, in ascending order. To be closed. Not thread-safe. */
public final class ChosenRows implements AutoCloseable {
  /** Holds most rows, and is little to read of those that are shorter. */
  private static final int FIRST_BYTES = 8 << 10;

  private final DataSource source;
  private final List<Position> positions;
  private final ReadOptions options;
  private final Examples examples;
  private final Layout layout;
  private int at = -1;
  private int file = -1;
  private @Nullable Records records;
  private @Nullable SeekableByteChannel channel;
  private @Nullable Row row;

  ChosenRows(DataSource source, List<Position> positions, ReadOptions options) {
    this.source = source;
    this.positions = List.copyOf(positions);
    this.options = options;
    this.examples = new Examples(options.mapping());
    this.layout =
        options
            .layout()
            .orElseThrow(() -> new IllegalArgumentException("options must have a layout"));
    for (int i = 1; i < positions.size(); i++) {
      Position a = positions.get(i - 1);
      Position b = positions.get(i);
      if (b.file() < a.file() || (b.file() == a.file() && b.row() <= a.row())) {
        throw new IllegalArgumentException("positions must ascend, was " + b + " after " + a);
      }
    }
  }

  /**
   * Goes on to the next chosen row.
   *
   * @return false at the end
   * @throws InvalidInput when a file cannot be read, or has not the row any more
   */
  public boolean next() {
    if (++at >= positions.size()) {
      row = null;
      return false;
    }
    Position p = positions.get(at);
    try {
      row = examples.row(p, layout, fields(p));
    } catch (Unreadable e) {
      row = new Row.Bad(p, e.reason());
    }
    return true;
  }

  private Map<String, Object> fields(Position p) throws Unreadable {
    DataFile f = source.files().get(p.file());
    if (p.file() != file) {
      close();
      file = p.file();
      refuseChanged(f);
    }
    return p.offset().isPresent() ? jump(f, p.offset().getAsLong()) : walk(f, p);
  }

  private Map<String, Object> jump(DataFile f, long offset) throws Unreadable {
    try {
      SeekableByteChannel c = channel;
      if (c == null) {
        c = Files.newByteChannel(f.path());
        channel = c;
      }
      InputStream in = Channels.newInputStream(c.position(offset));
      LineReader line = new LineReader(in, options.maxRowBytes(), offset, FIRST_BYTES);
      if (!(f.format() == Format.TEXT ? line.withReturns() : line).next()) {
        throw gone(f);
      }
      return f.format() == Format.TEXT
          ? TextLines.text(line, options.mapping().name("text"))
          : JsonLines.object(line);
    } catch (IOException e) {
      throw FileBytes.fault(f, 0, e);
    }
  }

  private Map<String, Object> walk(DataFile f, Position p) throws Unreadable {
    Records now = records;
    if (now == null) {
      now = RowReader.open(f, examples, options);
      records = now;
    }
    while (now.next()) {
      if (now.number() == p.row()) {
        return now.fields();
      }
    }
    throw gone(f);
  }

  private static void refuseChanged(DataFile f) {
    try {
      if (Files.size(f.path()) != f.bytes()) {
        throw gone(f);
      }
    } catch (IOException e) {
      throw FileBytes.fault(f, 0, e);
    }
  }

  private static InvalidInput gone(DataFile f) {
    return new InvalidInput(
        Place.of(f.name()), "", "changed since its rows were counted; run again");
  }

  /** The row that {@link #next} went to. */
  public Row row() {
    if (row == null) {
      throw new IllegalStateException("no row: next() was not called or gave false");
    }
    return row;
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
      records = null;
    }
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw FileBytes.fault(source.files().get(file), 0, e);
      }
      channel = null;
    }
  }
}
