package dev.tuneplan.cost.facts;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The moments of one pod, in this order; each may be missing.
 *
 * @param created queueing begins: {@code metadata.creationTimestamp}
 * @param bound billing begins: the scheduler reserved what it asked for; condition {@code
 *     PodScheduled}
 * @param acknowledged the kubelet saw it, before it pulled images: {@code status.startTime}
 * @param main the trainer's container began: images are there, init containers are over
 * @param exit the trainer's container ended
 * @param released billing ends: every container ended, or the machine was gone
 */
public record PodTimes(
    Instant created,
    Optional<Instant> bound,
    Optional<Instant> acknowledged,
    Optional<Instant> main,
    Optional<Instant> exit,
    Optional<Instant> released) {
  public PodTimes {
    Instant before = created;
    for (Instant at :
        Stream.of(bound, acknowledged, main, exit, released).flatMap(Optional::stream).toList()) {
      if (at.isBefore(before)) {
        throw new IllegalArgumentException(
            "a pod's times must be in order, was " + at + " after " + before);
      }
      before = at;
    }
    if (main.isPresent() && bound.isEmpty() && acknowledged.isEmpty()) {
      throw new IllegalArgumentException(
          "a container that began at " + main.get() + " has a place");
    }
  }

  /** Whether it never had a place: it waited, and cost nothing. */
  public boolean unplaced() {
    return bound.isEmpty() && acknowledged.isEmpty();
  }

  /** When billing began. */
  public Optional<Instant> billedFrom() {
    return bound.or(() -> acknowledged);
  }

  /** What is billed; empty for a pod that had no place, or that still runs. */
  public Optional<Span> billed() {
    return billedFrom().flatMap(from -> released.map(to -> new Span(from, to)));
  }
}
