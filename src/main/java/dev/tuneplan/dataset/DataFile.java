package dev.tuneplan.dataset;

import java.nio.file.Path;

/**
 * One file of training data.
 *
 * @param name the path as messages show it
 * @param bytes its size on disk when it was found, &gt; 0
 */
public record DataFile(String name, Path path, Format format, Compression compression, long bytes) {

  public DataFile {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes must be > 0, was " + bytes);
    }
  }

  /** Whether a row's place in the file can be gone to without reading what is before it. */
  boolean seekable() {
    return compression == Compression.NONE && (format == Format.JSON || format == Format.TEXT);
  }
}
