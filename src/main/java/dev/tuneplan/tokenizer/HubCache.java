package dev.tuneplan.tokenizer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Hugging Face's libraries have fetched: {@code models--ORG--NAME/snapshots/REVISION/…}, for
 * models without an organisation {@code models--NAME/…}, where {@code refs/main} names the revision
 * (huggingface_hub 1.x, file_download.py, read 2026-11-25).
 */
final class HubCache {
  private HubCache() {}

  /** The folder with a model's tokenizer.json, the newest revision if main's has none. */
  static Optional<Path> tokenizer(Path hub, String model) {
    if (!model.matches("([\\w.-]+/)?[\\w.-]+")) {
      return Optional.empty();
    }
    Path repository = hub.resolve("models--" + model.replace("/", "--"));
    Path snapshots = repository.resolve("snapshots");
    if (!Files.isDirectory(snapshots)) {
      return Optional.empty();
    }
    try {
      String main = main(repository.resolve("refs").resolve("main"));
      if (main.matches("\\w+") && has(snapshots.resolve(main))) {
        return Optional.of(snapshots.resolve(main));
      }
      try (Stream<Path> all = Files.list(snapshots)) {
        return all.filter(HubCache::has)
            .max(Comparator.comparing((Path p) -> p.toFile().lastModified()));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A revision's name; what is no text names none. */
  private static String main(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip()
        : "";
  }

  private static boolean has(Path folder) {
    return Files.isRegularFile(folder.resolve("tokenizer.json"));
  }
}
