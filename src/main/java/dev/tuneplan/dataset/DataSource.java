package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of training data in the order in which their rows are read.
 *
 * @param files at least one
 */
public record DataSource(List<DataFile> files) {

  public DataSource {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files must not be empty");
    }
    files = List.copyOf(files);
  }

  /** Files, folders and globs, relative ones from the current folder. */
  public static DataSource of(List<String> paths) {
    return of(paths, Path.of(""));
  }

  /**
   * Files, folders and globs. A folder gives every data file in it and below, sorted by path,
   * hidden ones and those whose names begin with two underscores left out, as {@code
   * datasets.load_dataset} does (data_files.py, 5.2.0, read 2026-11-25); its rule that files named
   * for a split (train, test) are split is not followed: name the files to train on. A file that is
   * named twice is read twice.
   *
   * @param paths at least one
   * @param base where relative paths begin
   * @throws InvalidInput with every path that is missing, empty or of an unknown format
   */
  public static DataSource of(List<String> paths, Path base) {
    List<DataFile> files = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    if (paths.isEmpty()) {
      throw new InvalidInput(Place.of("data"), "", "name at least one file, folder or glob");
    }
    for (String path : paths) {
      try {
        files.addAll(new Finder(base).find(path));
      } catch (InvalidInput e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInput(problems);
    }
    return new DataSource(files);
  }

  /** The sizes of all files on disk together. */
  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }
}
