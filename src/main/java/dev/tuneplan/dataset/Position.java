package dev.tuneplan.dataset;

import java.util.OptionalLong;

/**
 * Where a row stands.
 *
 * @param file index in the source's files, from 0
 * @param path the file as messages show it
 * @param row from 1: the line in which it begins for lines and CSV, else its number
 * @param offset bytes from the file's beginning, when the file can be gone into there
 */
public record Position(int file, String path, long row, OptionalLong offset) {

  public Position {
    if (file < 0 || row < 1) {
      throw new IllegalArgumentException("file must be >= 0, row >= 1; were " + file + ", " + row);
    }
  }

  @Override
  public String toString() {
    return path + ":" + row;
  }
}
