package dev.tuneplan.launch;

import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The image profiles of some folders; a later folder wins. */
public final class ImageCatalogue {
  private final List<Path> folders;

  /** Looks into these folders; one that does not exist counts as empty. */
  public ImageCatalogue(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** The profile of a trainer: the first by name of the last folder that has one. */
  public Optional<ImageProfile> of(String trainer) {
    return folders.reversed().stream()
        .flatMap(folder -> files(folder).stream())
        .map(file -> ImageProfile.read(YamlFiles.read(file)))
        .filter(p -> p.trainer().equals(trainer))
        .findFirst();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
