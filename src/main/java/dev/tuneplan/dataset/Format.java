package dev.tuneplan.dataset;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How rows are written. JSON and JSONL are told apart by their content, as {@code datasets} does
 * (packaged_modules/json/json.py, 5.2.0, read 2026-11-25).
 */
public enum Format {
  JSON,
  CSV,
  TSV,
  PARQUET,
  TEXT;

  private static final Map<String, Format> BY_EXTENSION =
      Map.of(
          "jsonl", JSON,
          "ndjson", JSON,
          "json", JSON,
          "csv", CSV,
          "tsv", TSV,
          "parquet", PARQUET,
          "txt", TEXT,
          "text", TEXT,
          "md", TEXT);

  /** By a file's name, an ending of compression left out. */
  static Optional<Format> ofName(String name) {
    String low = name.toLowerCase(Locale.ROOT);
    for (String packed : new String[] {".gz", ".zst", ".zstd"}) {
      if (low.endsWith(packed)) {
        low = low.substring(0, low.length() - packed.length());
      }
    }
    return Optional.ofNullable(BY_EXTENSION.get(low.substring(low.lastIndexOf('.') + 1)))
        .filter(f -> name.indexOf('.') >= 0);
  }

  /** By the first bytes after decompression, for a name that says nothing. */
  static Optional<Format> ofBytes(byte[] head) {
    if (Compression.startsWith(head, 'P', 'A', 'R', '1')) {
      return Optional.of(PARQUET);
    }
    for (byte b : head) {
      if (b == '{' || b == '[') {
        return Optional.of(JSON);
      }
      if (b > ' ') {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
