package dev.tuneplan.usage.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into blocks of whole lines. Not thread-safe. */
final class Blocks {
  private static final int USUAL_BYTES = 1 << 20;

  /** Answers with pictures and sounds in them are long; longer lines are no answers. */
  static final int LONGEST_LINE = 64 << 20;

  private final InputStream in;
  private byte[] rest = new byte[0];
  private boolean ended;

  Blocks(InputStream in) {
    this.in = in;
  }

  /** Whether there may be more. */
  boolean more() {
    return !ended;
  }

  /**
   * The next lines, possibly none at the end.
   *
   * @throws TooLong when a line is longer than {@link #LONGEST_LINE}
   */
  Block next() throws IOException, TooLong {
    byte[] bytes = Arrays.copyOf(rest, Math.max(USUAL_BYTES, rest.length * 2));
    int length = rest.length;
    while (true) {
      int n = in.readNBytes(bytes, length, bytes.length - length);
      length += n;
      if (length < bytes.length) {
        ended = true;
        rest = new byte[0];
        return new Block(bytes, length, true);
      }
      int end = length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      if (end > 0) {
        rest = Arrays.copyOfRange(bytes, end, length);
        return new Block(bytes, end, false);
      }
      if (bytes.length >= LONGEST_LINE) {
        throw new TooLong();
      }
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
  }

  /** A line is too long. */
  static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("a line has more than " + (LONGEST_LINE >> 20) + " MiB");
    }
  }
}
