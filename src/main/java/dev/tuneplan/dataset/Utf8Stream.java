package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Passes bytes on while they are UTF-8, and says where they are not. */
final class Utf8Stream extends FilterInputStream {
  private final String name;
  private final byte[] buffer = new byte[64 << 10];
  private int from;
  private int end;
  private int kept;
  private long line = 1;
  private long column;
  private boolean last;

  Utf8Stream(InputStream in, String name) {
    super(in);
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int at, int length) throws IOException {
    if (from == end && !fill()) {
      return -1;
    }
    int n = Math.min(length, end - from);
    System.arraycopy(buffer, from, to, at, n);
    from += n;
    return n;
  }

  private boolean fill() throws IOException {
    if (last) {
      return false;
    }
    System.arraycopy(buffer, end, buffer, 0, kept);
    int all = kept;
    while (all < buffer.length && all < kept + 4) {
      int n = in.read(buffer, all, buffer.length - all);
      if (n < 0) {
        last = true;
        break;
      }
      all += n;
    }
    int bad = Utf8.firstBad(buffer, 0, all);
    boolean cut = bad >= 0 && !last && all - bad < 4;
    from = 0;
    end = cut ? bad : all;
    kept = all - end;
    if (bad >= 0 && !cut) {
      count(bad);
      throw new InvalidInput(
          new Place(
              name,
              (int) Math.min(line, Integer.MAX_VALUE),
              (int) Math.min(column + 1, Integer.MAX_VALUE)),
          "",
          String.format(
              Locale.ROOT,
              "is not UTF-8: byte 0x%02X at byte %,d of line %,d; save the file as UTF-8",
              buffer[bad] & 0xff,
              column + 1,
              line));
    }
    count(end);
    return end > 0 || fill();
  }

  private void count(int bytes) {
    for (int i = 0; i < bytes; i++) {
      column++;
      if (buffer[i] == '\n') {
        line++;
        column = 0;
      }
    }
  }

  /** Bytes are handed on in the caller's time; marks are not kept. */
  @Override
  public boolean markSupported() {
    return false;
  }
}
