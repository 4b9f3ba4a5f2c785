package dev.tuneplan.tracer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder with a Python and the training libraries, made by tuneplan or by the user. */
public record PythonEnvironment(Path folder) {
  /** Is there while the libraries are being put in, and holds what they are. */
  private static final String MAKING = ".tuneplan-making";

  /** Is there once they are in. */
  private static final String MADE = ".tuneplan-made";

  private static final Duration QUICK = Duration.ofSeconds(60);

  /** What a folder is. */
  public enum State {
    /** it can be used as it is */
    READY,
    /** nothing is there */
    MISSING,
    /** tuneplan began to make it and was stopped */
    UNFINISHED,
    /** tuneplan made it for an earlier tracer */
    OUTDATED,
    /** something else is there */
    OTHER
  }

  public PythonEnvironment {
    folder = folder.toAbsolutePath().normalize();
  }

  Path python() {
    return folder.resolve("bin").resolve("python");
  }

  /** What is in the folder, for a tracer with these sources. */
  public State state(TracerSources sources) throws IOException {
    if (Files.exists(folder.resolve(MAKING))) {
      return State.UNFINISHED;
    }
    Path made = folder.resolve(MADE);
    if (Files.exists(made)) {
      boolean same = Files.readString(made).strip().equals(sources.requirementsHash());
      return same && Files.isExecutable(python()) ? State.READY : State.OUTDATED;
    }
    if (Files.isExecutable(python())) {
      return State.READY;
    }
    if (Files.isDirectory(folder)) {
      try (var inside = Files.list(folder)) {
        return inside.findAny().isPresent() ? State.OTHER : State.MISSING;
      }
    }
    return Files.exists(folder) ? State.OTHER : State.MISSING;
  }

  void begin(TracerSources sources) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(MAKING), sources.requirementsHash() + "\n");
  }

  void finish(TracerSources sources) throws IOException {
    Files.writeString(folder.resolve(MADE), sources.requirementsHash() + "\n");
    Files.delete(folder.resolve(MAKING));
  }

  /** Names and versions of the libraries that are installed, of those that a trace runs. */
  public Map<String, String> libraries(TracerSources sources)
      throws IOException, InterruptedException, TraceFailure {
    try (Workspace work = new Workspace()) {
      sources.unpack(work.folder());
      Workspace.Ending end =
          work.run(
              new Workspace.Command(
                  List.of(
                      python().toString(),
                      "-s",
                      work.folder().resolve(TracerSources.MAIN).toString(),
                      "--versions"),
                  Map.of(),
                  null,
                  QUICK));
      if (end.late() || end.status() != 0) {
        throw new TraceFailure(
            python()
                + (end.late() ? " does not answer" : " cannot be used: " + end.lastWords())
                + "; Python 3.10 or newer is needed");
      }
      return read(end.out());
    } catch (IOException e) {
      throw new TraceFailure(python() + " cannot be started: " + e);
    }
  }

  private Map<String, String> read(String answer) throws TraceFailure {
    Map<String, String> found = new LinkedHashMap<>();
    try {
      Node root = YamlFiles.parse(python().toString(), answer);
      Fields libraries =
          Fields.of(root, new Problems())
              .child("libraries")
              .orElseThrow(() ->
                  new InvalidInput(Place.of(python().toString()), "", "does not answer as Python"));
      for (String name : libraries.keys()) {
        found.put(name, libraries.text(name).orElse(""));
      }
    } catch (InvalidInput e) {
      throw new TraceFailure(String.valueOf(e.getMessage()));
    }
    return found;
  }
}
