package dev.tuneplan.agent.segment;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The files of segments: 000001.jsonl when it is complete, 000001.part before. */
final class Names {
  static final String SEALED = ".jsonl";
  static final String OPEN = ".part";

  private Names() {}

  static Path open(Path folder, long number) {
    return folder.resolve(String.format("%06d", number) + OPEN);
  }

  static Path sealed(Path folder, long number) {
    return folder.resolve(String.format("%06d", number) + SEALED);
  }

  static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  static boolean sealed(Path file) {
    return file.getFileName().toString().endsWith(SEALED);
  }

  /** All of them in order; none when there is no folder. */
  static List<Path> all(Path folder) throws IOException {
    TreeMap<Long, Path> found = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{jsonl,part}")) {
        for (Path file : files) {
          if (file.getFileName().toString().matches("[0-9]{6,9}\\.(jsonl|part)")) {
            found.put(number(file), file);
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return List.copyOf(found.values());
  }
}
