package dev.tuneplan.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes small files of training data and reads them whole. */
final class Data {
  private Data() {}

  static Path write(Path folder, String name, String text) {
    return write(folder, name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  static Path write(Path folder, String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DataSource source(Path... files) {
    return DataSource.of(java.util.Arrays.stream(files).map(Path::toString).toList());
  }

  static List<Row> rows(Path file) {
    return rows(source(file), ReadOptions.DEFAULT.with(new BadRowLimit.Share(1)));
  }

  static List<Row> rows(DataSource source, ReadOptions options) {
    List<Row> rows = new ArrayList<>();
    try (RowReader reader = RowReader.open(source, options)) {
      while (reader.next()) {
        rows.add(reader.row());
      }
    }
    return rows;
  }

  static List<Row> chosen(DataSource source, List<Position> positions, ReadOptions options) {
    List<Row> rows = new ArrayList<>();
    try (ChosenRows reader = RowReader.at(source, positions, options)) {
      while (reader.next()) {
        rows.add(reader.row());
      }
    }
    return rows;
  }

  static List<Example> examples(Path file) {
    return examples(source(file), ReadOptions.DEFAULT.with(new BadRowLimit.Count(0)));
  }

  static List<Example> examples(DataSource source, ReadOptions options) {
    return rows(source, options).stream().map(r -> ((Row.Good) r).example()).toList();
  }
}
