package dev.tuneplan.agent;

import dev.tuneplan.agent.record.Moment;
import java.time.Duration;
import java.util.Optional;

/** What a trainer that has made its first step is at. */
final class Work {
  /** A checkpoint that has not grown for so long was left behind. */
  private static final Duration LEFT = Duration.ofSeconds(10);

  /** A step is told so long after it was made. */
  private static final Duration TOLD = Duration.ofSeconds(2);

  private Work() {}

  /**
   * A checkpoint that is written.
   *
   * @param since when it was first seen
   * @param grew when it grew last
   * @param now whether it is not complete yet
   */
  record Saving(Moment since, Moment grew, boolean now) {
    Saving over() {
      return new Saving(since, grew, false);
    }
  }

  /**
   * Training, unless the steps wait for something else: a checkpoint beside which steps are made
   * costs no time.
   */
  static Phase of(Optional<Moment> step, boolean evaluating, Optional<Saving> saving, Moment now) {
    boolean saves =
        saving
            .filter(Saving::now)
            .filter(s -> now.since(s.grew).compareTo(LEFT) < 0)
            .filter(s -> step.filter(m -> m.since(s.since).compareTo(TOLD) > 0).isEmpty())
            .isPresent();
    if (saves) {
      return Phase.CHECKPOINT;
    }
    return evaluating ? Phase.EVALUATION : Phase.TRAINING;
  }
}
