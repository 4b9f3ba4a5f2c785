package dev.tuneplan.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/** Checks bytes for what is no UTF-8 (RFC 3629: no overlong forms, no surrogates). */
final class Utf8 {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;

  private Utf8() {}

  /** Refuses a line that is no UTF-8. */
  static void check(byte[] b, int from, int length) throws Unreadable {
    int bad = firstBad(b, from, from + length);
    if (bad >= 0) {
      throw new Unreadable(
          String.format(
              Locale.ROOT,
              "is not UTF-8: byte 0x%02X at byte %,d of the line; save the file as UTF-8",
              b[bad] & 0xff,
              bad - from + 1));
    }
  }

  /** The first byte that is part of no character, or -1 when there is none. */
  static int firstBad(byte[] b, int from, int end) {
    int i = from;
    while (i < end) {
      while (i + 8 <= end && ((long) WORD.get(b, i) & HIGH) == 0) {
        i += 8;
      }
      while (i < end && b[i] >= 0) {
        i++;
      }
      if (i < end) {
        int n = width(b, i, end);
        if (n == 0) {
          return i;
        }
        i += n;
      }
    }
    return -1;
  }

  /** Bytes of the character of two to four bytes at i; 0 when there is none. */
  private static int width(byte[] b, int i, int end) {
    int first = b[i] & 0xff;
    int n = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (n == 0 || i + n > end) {
      return 0;
    }
    int second = b[i + 1] & 0xff;
    int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) {
      return 0;
    }
    for (int k = 2; k < n; k++) {
      if ((b[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return n;
  }
}
