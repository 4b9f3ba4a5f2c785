package dev.tuneplan.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How a plan is launched, wherever that is. */
final class LaunchOptions {
  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Option(names = "--watch", description = "cluster: wait for its end; local: one screen")
  private boolean watch;

  @Option(
      names = "--hold",
      description = "cluster: make it suspended; a launch without it begins it")
  private boolean hold;

  @Option(
      names = "--detach",
      description = "local: end when it has begun; it outlives the terminal")
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
      description = "local: from the request to end until the kill (default: 30s)")
  private Duration grace = Duration.ofSeconds(30);

  @Option(
      names = "--over-budget",
      description = "begin it although it goes beyond a budget ('tuneplan budget')")
  private boolean overBudget;

  /** Whether nobody is asked. */
  boolean yes() {
    return yes;
  }

  boolean overBudget() {
    return overBudget;
  }

  boolean watch() {
    return watch;
  }

  boolean hold() {
    return hold;
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
