package dev.tuneplan.usage.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A stream, unpacked, whose first bytes were looked at.
 *
 * @param head its first bytes, without a mark of UTF-8
 * @param all every byte, those of the head too
 */
record Opened(byte[] head, InputStream all) {
  /** So much is looked at. */
  static final int HEAD_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MARK_BYTES = 3;

  static Opened of(InputStream raw) throws IOException {
    byte[] magic = raw.readNBytes(2);
    InputStream in = together(magic, raw);
    boolean packed = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
    InputStream plain = packed ? new GZIPInputStream(in, BUFFER_BYTES) : in;
    byte[] head = head(plain);
    boolean marked =
        head.length >= MARK_BYTES
            && (head[0] & 0xff) == 0xef
            && (head[1] & 0xff) == 0xbb
            && (head[2] & 0xff) == 0xbf;
    byte[] text = marked ? Arrays.copyOfRange(head, MARK_BYTES, head.length) : head;
    return new Opened(text, together(text, plain));
  }

  /** What can be read; packed data that ends too early is met again by who reads on. */
  private static byte[] head(InputStream in) throws IOException {
    byte[] head = new byte[HEAD_BYTES];
    int length = 0;
    try {
      for (int n = 0; n >= 0 && length < head.length; length += Math.max(0, n)) {
        n = in.read(head, length, head.length - length);
      }
    } catch (java.io.EOFException e) {
      if (length == 0) {
        throw e;
      }
    }
    return Arrays.copyOf(head, length);
  }

  private static InputStream together(byte[] first, InputStream rest) {
    return new SequenceInputStream(new ByteArrayInputStream(first), rest);
  }
}
