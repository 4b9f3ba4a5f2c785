package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** One object a line; blank lines are passed over, as pyarrow does. */
final class JsonLines implements Records {
  private final DataFile file;
  private final FileBytes bytes;
  private final LineReader lines;
  private long rows;

  JsonLines(DataFile file, int maxRowBytes) {
    this.file = file;
    this.bytes = FileBytes.open(file);
    this.lines = new LineReader(bytes.in(), maxRowBytes, bytes.mark());
  }

  @Override
  public boolean next() {
    try {
      while (lines.next()) {
        if (!blank(lines)) {
          rows++;
          return true;
        }
      }
    } catch (IOException e) {
      throw FileBytes.fault(file, lines.line() + 1, e);
    }
    bytes.refuseChanged();
    if (rows == 0) {
      throw new InvalidInput(
          Place.of(file.name()), "", "holds no rows, only blank lines; was it written whole?");
    }
    return false;
  }

  /** Whether nothing but white space is in a line. */
  static boolean blank(LineReader lines) {
    if (lines.tooLong()) {
      return false;
    }
    byte[] b = lines.buffer();
    for (int i = lines.from(); i < lines.from() + lines.length(); i++) {
      if (b[i] != ' ' && b[i] != '\t' && b[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public Map<String, Object> fields() throws Unreadable {
    return object(lines);
  }

  /** The object of a line. */
  static Map<String, Object> object(LineReader lines) throws Unreadable {
    refuseTooLong(lines);
    Utf8.check(lines.buffer(), lines.from(), lines.length());
    return JsonValues.object(lines.buffer(), lines.from(), lines.length());
  }

  static void refuseTooLong(LineReader lines) throws Unreadable {
    if (lines.tooLong()) {
      throw new Unreadable(
          "the line has " + size(lines.size()) + "; at most " + size(lines.limit()) + " are read");
    }
  }

  private static String size(long bytes) {
    return bytes < 10 << 20
        ? String.format(Locale.ROOT, "%,d bytes", bytes)
        : String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }

  @Override
  public long number() {
    return lines.line();
  }

  @Override
  public OptionalLong offset() {
    return file.seekable() ? OptionalLong.of(lines.offset()) : OptionalLong.empty();
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
