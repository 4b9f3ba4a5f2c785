package dev.tuneplan.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder with everything in it. */
public final class WholeFolder {
  private WholeFolder() {}

  /**
   * Deletes it, what is inside first.
   *
   * @throws IOException when something cannot be deleted; the rest stays then
   * @throws java.io.UncheckedIOException when somebody else deletes it meanwhile
   */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
