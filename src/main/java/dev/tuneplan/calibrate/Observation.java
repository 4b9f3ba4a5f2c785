package dev.tuneplan.calibrate;

import java.time.Instant;

/**
 * A prediction that met its outcome.
 *
 * @param id of the run, or of the row that says it; the same one counts once
 * @param predicted without any correction, > 0
 * @param actual > 0
 * @param atLeast whether the outcome is only known to be more: memory of a run that ended for want
 *     of it
 * @param made when it was measured
 */
public record Observation(
    String id,
    Quantity quantity,
    Key key,
    double predicted,
    double actual,
    boolean atLeast,
    Instant made) {
  public Observation {
    if (!(predicted > 0 && actual > 0) || predicted * actual == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          id + ": predicted and actual must be positive, was " + predicted + ", " + actual);
    }
  }

  /** The logarithm of what the prediction has to be multiplied by. */
  public double log() {
    return Math.log(actual / predicted);
  }
}
