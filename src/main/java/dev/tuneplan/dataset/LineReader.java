package dev.tuneplan.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Splits bytes into lines without copying them; a line that is too long is passed over. */
final class LineReader {
  private static final int FIRST_BYTES = 256 << 10;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private final InputStream in;
  private final int limit;
  private byte[] buffer;
  private int end;
  private int from;
  private int length;
  private int nextFrom;
  private long base;
  private long dropped;
  private long line;
  private boolean exhausted;
  private boolean returns;

  /**
   * @param limit bytes that a line may have
   * @param base offset of the first byte of {@code in} in its file
   */
  LineReader(InputStream in, int limit, long base) {
    this(in, limit, base, FIRST_BYTES);
  }

  /**
   * @param firstBytes so much is read at first, for one line among many
   */
  LineReader(InputStream in, int limit, long base, int firstBytes) {
    this.buffer = new byte[firstBytes];
    this.in = in;
    this.limit = limit;
    this.base = base;
  }

  /** Also ends lines at a lone carriage return, and leaves out one before a line feed. */
  LineReader withReturns() {
    returns = true;
    return this;
  }

  /** Goes on to the next line; false at the end. */
  boolean next() throws IOException {
    from = nextFrom;
    dropped = 0;
    int searched = from;
    while (true) {
      int at = newline(buffer, searched, end);
      int back = returns ? carriageReturn(searched, at < 0 ? end : at) : -1;
      if (back >= 0 && back + 1 == end && !exhausted) {
        // What follows must be known: both signs end one line.
        int shift = from;
        fill();
        searched = back - (shift - from);
        continue;
      }
      if (back >= 0 || at >= 0) {
        int stop = back >= 0 ? back : at;
        length = stop - from;
        nextFrom = back >= 0 && back + 1 == at ? at + 1 : stop + 1;
        line++;
        return true;
      }
      if (end - from > limit) {
        drop();
      }
      searched = end;
      int moved = from;
      if (!fill()) {
        length = end - from;
        nextFrom = end;
        boolean rest = length > 0 || dropped > 0;
        line += rest ? 1 : 0;
        return rest;
      }
      searched -= moved - from;
    }
  }

  /** Forgets what was read of a line that is too long. */
  private void drop() {
    dropped += end - from;
    base += end - from;
    end = from;
  }

  private boolean fill() throws IOException {
    if (exhausted) {
      return false;
    }
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, end - from);
      base += from;
      end -= from;
      from = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(2L * end, limit + (long) FIRST_BYTES));
    }
    int n = in.read(buffer, end, buffer.length - end);
    if (n < 0) {
      exhausted = true;
      return false;
    }
    end += n;
    return true;
  }

  private int carriageReturn(int searched, int stop) {
    for (int i = searched; i < stop; i++) {
      if (buffer[i] == '\r') {
        return i;
      }
    }
    return -1;
  }

  private static int newline(byte[] b, int from, int end) {
    int i = from;
    for (; i + 8 <= end; i += 8) {
      long x = (long) WORD.get(b, i) ^ (LOW * '\n');
      long hit = (x - LOW) & ~x & HIGH;
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
    }
    for (; i < end; i++) {
      if (b[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Holds the line from {@link #from}, {@link #length} bytes, until the next call. */
  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int length() {
    return length;
  }

  /** Bytes of the whole line, also of one that was passed over. */
  long size() {
    return dropped + length;
  }

  /** Whether the line had more bytes than allowed, so that it is not in the buffer. */
  boolean tooLong() {
    return dropped > 0 || length > limit;
  }

  /** Bytes that a line may have. */
  int limit() {
    return limit;
  }

  /** Where the line begins in its file, bytes. */
  long offset() {
    return base + from - dropped;
  }

  /** The line's number, from 1. */
  long line() {
    return line;
  }
}
