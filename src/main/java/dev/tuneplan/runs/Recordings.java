package dev.tuneplan.runs;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was seen of runs elsewhere, a folder for each by its id.
 *
 * @param root need not be there
 */
public record Recordings(Path root) {
  private static final String RUN = "run.json";

  /** Those that there are, the newest first. */
  public List<RunRecord> all() throws IOException {
    List<RunRecord> found = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (Stream<Path> folders = Files.list(root)) {
        for (Path folder : folders.toList()) {
          read(folder).ifPresent(found::add);
        }
      }
    }
    found.sort(Comparator.comparing(RunRecord::created).reversed().thenComparing(RunRecord::id));
    return found;
  }

  private static Optional<RunRecord> read(Path folder) throws IOException {
    try {
      return PythonJson.read(Files.readString(folder.resolve(RUN))) instanceof Map<?, ?> m
          ? RunRecord.of(m)
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** A run's folder. */
  public Path folder(String id) {
    return root.resolve(id);
  }

  /** Goes on with a run's recording, or begins one. */
  public RecordingFile open(RunRecord run) throws IOException {
    Path folder = Files.createDirectories(folder(run.id()));
    Path made = Files.createTempFile(folder, RUN, ".part");
    Files.writeString(made, JsonText.of(run.tree()) + "\n");
    Files.move(made, folder.resolve(RUN), StandardCopyOption.ATOMIC_MOVE);
    return new RecordingFile(folder);
  }
}
