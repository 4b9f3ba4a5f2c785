package dev.tuneplan.cost.facts;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A moment at which a trainer had done so many steps.
 *
 * @param step optimizer steps over all attempts, ≥ 0
 * @param tokens as the trainer counts them
 */
public record Mark(Instant at, long step, OptionalLong tokens) {
  public Mark {
    if (step < 0) {
      throw new IllegalArgumentException("step must be >= 0, was " + step);
    }
  }
}
