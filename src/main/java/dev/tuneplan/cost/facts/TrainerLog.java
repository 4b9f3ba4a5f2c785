package dev.tuneplan.cost.facts;

import dev.tuneplan.agent.Outcome;
import dev.tuneplan.agent.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the wrapper said of one attempt of one node.
 *
 * @param attempt the name of its folder: {@code 2}, or {@code 2-node1}
 * @param node from 0
 * @param span from its start to its last word
 * @param phases when each began, in order
 * @param work evaluations, checkpoints and idleness that were told as such
 * @param end how it ended; empty when it was killed, or still runs
 * @param gpus UUIDs
 */
public record TrainerLog(
    String attempt,
    int node,
    Span span,
    List<Began> phases,
    Steps steps,
    List<Work> work,
    Optional<Said> end,
    List<String> gpus) {
  /** A phase that began. */
  public record Began(Phase phase, Instant at) {}

  /**
   * How the wrapper says that it ended.
   *
   * @param code its exit code
   * @param peakMiB the most memory that was in use on its fullest GPU
   */
  public record Said(Outcome outcome, OptionalInt code, String why, OptionalDouble peakMiB) {
    /** The end as it says it. */
    public PodEnd end() {
      return new PodEnd(Cause.of(outcome), code, why, peakMiB);
    }
  }

  public TrainerLog {
    phases = List.copyOf(phases);
    work = List.copyOf(work);
    gpus = List.copyOf(gpus);
    if (node < 0) {
      throw new IllegalArgumentException("node must be >= 0, was " + node);
    }
  }

  /** When a phase first began. */
  public Optional<Instant> began(Phase phase) {
    return phases.stream().filter(p -> p.phase == phase).map(Began::at).findFirst();
  }

  /** Whether it tells what the time went into: one mark alone does not say when steps began. */
  public boolean tells() {
    return !phases.isEmpty() || steps.marks().size() > 1;
  }
}
