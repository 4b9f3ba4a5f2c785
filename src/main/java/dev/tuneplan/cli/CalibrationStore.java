package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.ledger.CalibrationBook;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Calibrations as files, one for each version, so that a plan needs no database and an old one can
 * be made again. Each version is in the ledger, too: others who use it begin with it.
 *
 * @param folder need not be there
 */
record CalibrationStore(Path folder) {
  private static final String END = ".json";

  /** The newest of the folder. */
  Optional<CalibrationVersion> newest() throws IOException {
    int last = last();
    return last == 0 ? Optional.empty() : file(last);
  }

  /** The newest of the folder; where there is none, that of the ledger. */
  Optional<CalibrationVersion> newest(CalibrationBook book) throws IOException {
    int last = last();
    return last > 0 ? file(last) : kept(book, book.last().orElse(0));
  }

  /** A version of the folder or of the ledger. */
  CalibrationVersion find(int number, CalibrationBook book) throws IOException {
    Optional<CalibrationVersion> here = file(number);
    return here.or(() -> kept(book, number))
        .orElseThrow(() ->
            new InvalidInput(
                Place.of("version " + number),
                "",
                "is known neither here nor in the ledger ('calibrate --show' shows the newest)"));
  }

  private Optional<CalibrationVersion> file(int number) throws IOException {
    Path file = folder.resolve(number + END);
    return Files.isRegularFile(file)
        ? Optional.of(
            CalibrationForm.read(number, Files.readString(file), Place.of(file.toString())))
        : Optional.empty();
  }

  private static Optional<CalibrationVersion> kept(CalibrationBook book, int number) {
    return book.find(number)
        .map(text ->
            CalibrationForm.read(number, text, Place.of("version " + number + " of the ledger")));
  }

  private int last() throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString())
          .filter(n -> n.matches("[0-9]{1,9}\\.json"))
          .mapToInt(n -> Integer.parseInt(n.substring(0, n.length() - END.length())))
          .max()
          .orElse(0);
    }
  }

  /**
   * Writes a version whole or not at all, into folder and ledger; of several processes each gets a
   * number of its own in both.
   */
  CalibrationVersion add(CalibrationVersion unnumbered, CalibrationBook book) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "part", ".tmp");
    try {
      for (int number = Math.max(last(), book.last().orElse(0)) + 1; ; number++) {
        CalibrationVersion version = unnumbered.numbered(number);
        String text = CalibrationForm.write(version);
        Files.writeString(part, text);
        Path file = folder.resolve(number + END);
        if (placed(part, file)) {
          if (book.add(number, version.made(), text)) {
            return version;
          }
          Files.delete(file);
        }
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean placed(Path part, Path file) throws IOException {
    try {
      // unlike a rename, a link is never made over a file that is there
      Files.createLink(file, part);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }
}
