package dev.tuneplan.pricing;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads price lists as text. */
final class TextFile {
  /** The largest public catalogue of a cloud is about 20 MiB. */
  static final long LARGEST_BYTES = 64L << 20;

  private TextFile() {}

  /** The whole file, if there is one; faults are thrown as {@link InvalidInput}. */
  static Optional<String> optional(Path file) {
    return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** The whole file; faults are thrown as {@link InvalidInput}. */
  static String read(Path file) {
    Place place = Place.of(file.toString());
    try {
      if (Files.isDirectory(file)) {
        throw new InvalidInput(place, "", "is a folder; name a file");
      }
      long size = Files.size(file);
      if (size > LARGEST_BYTES) {
        throw new InvalidInput(place, "", "is " + (size >> 20) + " MiB; at most 64 MiB are read");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInput(place, "", "no such file");
    } catch (CharacterCodingException e) {
      throw new InvalidInput(place, "", "is not UTF-8 text; unpack it if it is an archive");
    } catch (IOException e) {
      throw new InvalidInput(place, "", "cannot be read: " + e.getMessage());
    }
  }
}
