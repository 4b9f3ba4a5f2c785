package dev.tuneplan.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Hugging Face's libraries have fetched: {@code models--ORG--NAME/snapshots/REVISION/…}, where
 * {@code refs/main} names the revision (huggingface_hub 1.x, file_download.py, read 2026-11-25).
 */
final class HubCache {
  private HubCache() {}

  /** The folder with a model's tokenizer.json, the newest revision if main's has none. */
  static Optional<Path> tokenizer(Path hub, String model) {
    if (!model.matches("[\\w.-]+/[\\w.-]+")) {
      return Optional.empty();
    }
    Path repository = hub.resolve("models--" + model.replace("/", "--"));
    Path snapshots = repository.resolve("snapshots");
    if (!Files.isDirectory(snapshots)) {
      return Optional.empty();
    }
    try {
      Path main = repository.resolve("refs").resolve("main");
      if (Files.isRegularFile(main)) {
        Path named = snapshots.resolve(Files.readString(main).strip());
        if (has(named)) {
          return Optional.of(named);
        }
      }
      try (Stream<Path> all = Files.list(snapshots)) {
        return all.filter(HubCache::has)
            .max(Comparator.comparing((Path p) -> p.toFile().lastModified()));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean has(Path folder) {
    return Files.isRegularFile(folder.resolve("tokenizer.json"));
  }
}
