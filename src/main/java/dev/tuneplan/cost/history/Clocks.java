package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.PodTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a pod's moments in order. They are told by three clocks, those of the API server, the
 * scheduler and the kubelet, to the second: one that seems to come before the one before it, came
 * with it.
 */
final class Clocks {
  /** More than this is no rounding. */
  private static final Duration TOLERATED = Duration.ofSeconds(5);

  private final List<String> remarks = new ArrayList<>();
  private Instant before;

  Clocks(Instant created) {
    this.before = created;
  }

  /** The next moment, not before the one before it. */
  Optional<Instant> next(String what, Optional<Instant> at) {
    if (at.isEmpty()) {
      return at;
    }
    Duration early = Duration.between(at.get(), before);
    if (early.compareTo(TOLERATED) > 0) {
      remarks.add(
          "clocks differ: it was "
              + what
              + " "
              + early.toSeconds()
              + " s before what must have come first");
    }
    before = early.isPositive() ? before : at.get();
    return Optional.of(before);
  }

  /** What a reader must know of them. */
  List<String> remarks() {
    return remarks;
  }

  /** Moments of one pod in order; those after a container began need it to have had a place. */
  static PodTimes unplaced(Instant created, Optional<Instant> released) {
    return new PodTimes(
        created,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        released.filter(r -> !r.isBefore(created)));
  }
}
