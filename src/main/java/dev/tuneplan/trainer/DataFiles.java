package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import java.util.ArrayList;
import java.util.List;

/** Which data sets that a file names lie on this machine. */
final class DataFiles {
  private static final List<String> READERS = List.of("json", "csv", "parquet", "text", "arrow");

  private DataFiles() {}

  /**
   * Local files of a data set.
   *
   * @param path a file, a folder, a name on a hub, or the name of a reader of {@code datasets}
   * @param files what of it is taken; empty for all
   */
  static List<String> of(Beside beside, String path, List<String> files, Place place) {
    List<String> found = new ArrayList<>();
    if (files.isEmpty()) {
      if (!READERS.contains(path)) {
        add(beside, path, place, found);
      }
      return found;
    }
    for (String file : files) {
      boolean alone = READERS.contains(path) || path.isEmpty();
      add(beside, alone ? file : path + "/" + file, place, found);
    }
    return found;
  }

  private static void add(Beside beside, String name, Place place, List<String> to) {
    if (name.isBlank() || name.contains("://")) {
      return;
    }
    if (beside.find(name, place) instanceof Beside.Here here) {
      to.add(here.path());
    }
  }
}
