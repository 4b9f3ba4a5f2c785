package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import java.util.Map;
import java.util.OptionalLong;

/** The rows of one file, one after another, before anyone asks what their fields mean. */
interface Records extends AutoCloseable {
  /**
   * Goes on to the next row, without reading its fields.
   *
   * @return false at the end
   * @throws InvalidInput when the file cannot be read on
   */
  boolean next();

  /** The row's line or number, from 1. */
  long number();

  /** Where the row begins in the file, when the file can be gone into there. */
  default OptionalLong offset() {
    return OptionalLong.empty();
  }

  /**
   * The row's fields; to be asked at most once a row.
   *
   * @throws Unreadable when the row is no row
   */
  Map<String, Object> fields() throws Unreadable;

  /** Bytes of the file read so far, as it lies on disk. */
  long bytesRead();

  @Override
  void close();
}
