package dev.tuneplan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of a run's nodes an agent is on. */
final class AgentNode {
  @Option(
      names = "--node",
      paramLabel = "N",
      description = "this node's number, from 0 (default: JOB_COMPLETION_INDEX, or 0)")
  private @Nullable Integer node;

  /** From 0. */
  int number() {
    if (node != null) {
      return node;
    }
    // as a Job tells it
    String index = System.getenv("JOB_COMPLETION_INDEX");
    return index != null && index.matches("[0-9]{1,6}") ? Integer.parseInt(index) : 0;
  }
}
