package dev.tuneplan.cost.facts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One pod: one try of one node of a run.
 *
 * @param index the node's number within the run, from 0
 * @param ordinal which try of that node it is, from 1
 * @param node the machine when it came to it; empty: not known
 * @param requests what it reserves
 * @param log what the wrapper said; empty: nothing is left of it
 * @param grade what its times rest on
 * @param remarks what a reader of its cost must know
 */
public record PodAttempt(
    PodName pod,
    int index,
    int ordinal,
    PodTimes times,
    PodEnd end,
    Optional<NodeFacts> node,
    Requests requests,
    Optional<TrainerLog> log,
    Evidence grade,
    List<String> remarks) {
  public PodAttempt {
    remarks = List.copyOf(remarks);
    if (index < 0 || ordinal < 1) {
      throw new IllegalArgumentException(
          "index must be >= 0 and ordinal >= 1, was " + index + ", " + ordinal);
    }
  }

  /** The same as another try. */
  public PodAttempt at(int place, int time) {
    return new PodAttempt(pod, place, time, times, end, node, requests, log, grade, remarks);
  }

  /**
   * The time in which its trainer's container ran.
   *
   * @param now until when it did if it still runs
   */
  public Optional<Span> ran(Instant now) {
    return times
        .main()
        .map(from -> {
          Instant to = times.exit().or(times::released).orElse(now);
          return new Span(from, to.isBefore(from) ? from : to);
        });
  }

  /** Whether it has not ended, as far as is known. */
  public boolean running() {
    return times.released().isEmpty();
  }
}
