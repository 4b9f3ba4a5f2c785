package dev.tuneplan.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which run an agent works for, by its folder. */
final class AgentFolder {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "the run's folder (default: this one); attempts are kept below it")
  private Path dir = Path.of(".");

  @Option(names = "--run", paramLabel = "ID", description = "the run (default: the folder's name)")
  private @Nullable String run;

  Path dir() {
    return dir;
  }

  String run() {
    return run == null ? dir.toAbsolutePath().normalize().getFileName().toString() : run;
  }
}
