package dev.tuneplan.files;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whole files that users name. */
final class FileBytes {
  private FileBytes() {}

  /**
   * A file's bytes.
   *
   * @param largest more bytes are a mistake or an attack, and InvalidInput
   */
  static byte[] of(Path path, long largest) {
    Place place = Place.of(path.toString());
    try {
      if (Files.isDirectory(path)) {
        throw new InvalidInput(place, "", "is a folder; name a file");
      }
      long size = Files.size(path);
      if (size > largest) {
        throw new InvalidInput(
            place, "", "is " + (size >> 20) + " MiB; at most " + (largest >> 20) + " MiB are read");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new InvalidInput(place, "", "no such file");
    } catch (IOException e) {
      throw new InvalidInput(place, "", "cannot be read: " + e.getMessage());
    }
  }
}
