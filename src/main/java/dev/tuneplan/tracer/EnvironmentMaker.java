package dev.tuneplan.tracer;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes an environment with uv, or else with venv and pip; an unfinished one is finished. */
public final class EnvironmentMaker {
  /** What the libraries take on disk; measured 2026-11-24, torch 2.15 with CUDA's libraries. */
  public static final double DISK_GB = 6.1;

  private static final Duration LONGEST = Duration.ofHours(2);

  private final TracerSources sources;
  private final Map<String, String> outside;
  private final Consumer<String> progress;

  /**
   * Makes environments.
   *
   * @param outside the user's environment variables: installers need its proxies and mirrors
   * @param progress hears what is being done
   */
  public EnvironmentMaker(
      TracerSources sources, Map<String, String> outside, Consumer<String> progress) {
    this.sources = sources;
    this.outside = Map.copyOf(outside);
    this.progress = progress;
  }

  /** Makes an environment, or says why it cannot be made; what is there already is used. */
  public void make(PythonEnvironment environment)
      throws IOException, InterruptedException, TraceFailure {
    Path folder = environment.folder();
    Optional<Path> uv = onPath("uv");
    Optional<Path> python = onPath("python3");
    if (uv.isEmpty() && python.isEmpty()) {
      throw new TraceFailure(
          "neither uv nor python3 is on the PATH; install one of them (Python 3.10 or newer),"
              + " or name an environment with --env");
    }
    Files.createDirectories(folder);
    double free = Files.getFileStore(folder).getUsableSpace() / 1e9;
    if (free < DISK_GB) {
      throw new TraceFailure(
          String.format(
              java.util.Locale.ROOT,
              "%s has %.1f GB left, about %.0f GB are needed; name another folder with --env",
              folder,
              free,
              DISK_GB));
    }
    Path lock = folder.resolve(".tuneplan-lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock();
        Workspace work = new Workspace()) {
      if (held == null) {
        throw new TraceFailure("another tuneplan is making " + folder + "; wait for it");
      }
      environment.begin(sources);
      sources.unpack(work.folder());
      for (List<String> step : steps(environment, uv, python, work)) {
        run(step, work);
      }
      environment.finish(sources);
    }
  }

  private static List<List<String>> steps(
      PythonEnvironment environment, Optional<Path> uv, Optional<Path> python, Workspace work) {
    String folder = environment.folder().toString();
    String inside = environment.python().toString();
    String list = work.folder().resolve(TracerSources.REQUIREMENTS).toString();
    if (uv.isPresent()) {
      String program = uv.get().toString();
      return List.of(
          List.of(program, "venv", "--allow-existing", "--python", ">=3.10", folder),
          List.of(program, "pip", "install", "--python", inside, "-r", list));
    }
    return List.of(
        List.of(python.orElseThrow().toString(), "-m", "venv", folder),
        List.of(inside, "-m", "pip", "install", "--no-input", "-r", list));
  }

  private void run(List<String> step, Workspace work)
      throws IOException, InterruptedException, TraceFailure {
    String shown = String.join(" ", step);
    progress.accept(shown);
    Workspace.Ending end = work.run(new Workspace.Command(step, outside, null, LONGEST));
    if (end.late() || end.status() != 0) {
      throw new TraceFailure(
          "cannot make the environment: '"
              + shown
              + (end.late() ? "' did not end in 2 hours" : "' ended with " + end.status())
              + "; run the same command again to go on\n"
              + end.lastWords());
    }
  }

  private Optional<Path> onPath(String program) {
    return Arrays.stream(outside.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(p -> !p.isBlank())
        .map(p -> Path.of(p, program))
        .filter(Files::isExecutable)
        .filter(p -> !Files.isDirectory(p))
        .findFirst();
  }
}
