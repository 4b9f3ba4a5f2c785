package dev.tuneplan.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How a plan is launched, wherever that is. */
final class LaunchOptions {
  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Option(names = "--watch", description = "show one screen instead of lines")
  private boolean watch;

  @Option(names = "--detach", description = "end when it has begun; it outlives the terminal")
  private boolean detach;

  @Option(
      names = "--again",
      description = "a run that ended: make a new attempt from its last checkpoint")
  private boolean again;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Span.class,
      description = "from the request to end until the kill (default: 30s)")
  private Duration grace = Duration.ofSeconds(30);

  /** Whether nobody is asked. */
  boolean yes() {
    return yes;
  }

  boolean watch() {
    return watch;
  }

  boolean detach() {
    return detach;
  }

  boolean again() {
    return again;
  }

  Duration grace() {
    return grace;
  }
}
