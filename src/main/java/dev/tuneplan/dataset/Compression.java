package dev.tuneplan.dataset;

import java.util.Locale;

/** How a file is packed as a whole; Parquet's own codecs are not meant. */
public enum Compression {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** By the end of a file's name. */
  static Compression ofName(String name) {
    String low = name.toLowerCase(Locale.ROOT);
    return low.endsWith(".gz") ? GZIP : low.endsWith(".zst") || low.endsWith(".zstd") ? ZSTD : NONE;
  }

  /** By the first bytes, as {@code datasets} does (utils/extract.py, 5.2.0, read 2026-11-25). */
  static Compression ofBytes(byte[] head) {
    if (startsWith(head, 0x1f, 0x8b)) {
      return GZIP;
    }
    return startsWith(head, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : NONE;
  }

  static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** The end of a file's name, such as {@code .gz}; empty for none. */
  public String suffix() {
    return suffix;
  }
}
