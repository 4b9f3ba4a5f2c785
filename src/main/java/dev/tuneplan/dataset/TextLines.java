package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Each line an example, blank ones too, as {@code datasets} reads text by line
 * (packaged_modules/text/text.py, 5.2.0, read 2026-11-25); a line ends with a line feed, a carriage
 * return or both. A mark of UTF-8, which that takes for a part of the first text, is left out.
 */
final class TextLines implements Records {
  private final DataFile file;
  private final String field;
  private final FileBytes bytes;
  private final LineReader lines;
  private boolean anything;

  /**
   * @param field the name under which the text is given
   */
  TextLines(DataFile file, String field, int maxRowBytes) {
    this.file = file;
    this.field = field;
    this.bytes = FileBytes.open(file);
    this.lines = new LineReader(bytes.in(), maxRowBytes, bytes.mark()).withReturns();
  }

  @Override
  public boolean next() {
    try {
      if (lines.next()) {
        anything |= !JsonLines.blank(lines);
        return true;
      }
    } catch (IOException e) {
      throw FileBytes.fault(file, lines.line() + 1, e);
    }
    bytes.refuseChanged();
    if (!anything) {
      throw new InvalidInput(
          Place.of(file.name()), "", "holds only blank lines; was it written whole?");
    }
    return false;
  }

  @Override
  public Map<String, Object> fields() throws Unreadable {
    return text(lines, field);
  }

  /** The text of a line. */
  static Map<String, Object> text(LineReader lines, String field) throws Unreadable {
    JsonLines.refuseTooLong(lines);
    byte[] b = lines.buffer();
    int length = lines.length();
    Utf8.check(b, lines.from(), length);
    for (int i = lines.from(); i < lines.from() + length; i++) {
      if (b[i] == 0) {
        throw new Unreadable("holds a NUL byte; is this a text file?");
      }
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(field, new String(b, lines.from(), length, StandardCharsets.UTF_8));
    return row;
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
