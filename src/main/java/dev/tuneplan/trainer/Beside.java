package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Node;
import java.util.List;

/** Files that a trainer's file names: looked for from the working folder, then from that file's. */
interface Beside {
  /** What a search came to. */
  sealed interface Found {}

  /**
   * The file is there.
   *
   * @param path as it can be opened from the working folder
   */
  record Here(String path) implements Found {}

  /**
   * It is not.
   *
   * @param tried where it was looked for
   */
  record Missing(List<String> tried) implements Found {}

  /** Looks for a file or folder that the value at a place names. */
  Found find(String name, Place from);

  /** Reads a file that was found. Faults are thrown as InvalidInput. */
  Node read(Here file);
}
