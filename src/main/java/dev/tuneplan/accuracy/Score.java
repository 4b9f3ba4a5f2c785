package dev.tuneplan.accuracy;

import dev.tuneplan.base.Range;

/**
 * A predicted quantity beside the measured one, in one unit.
 *
 * @param predicted with its 80 % interval
 * @param actual as measured, above 0
 */
public record Score(Range predicted, double actual) {
  static Score of(Range predicted, double actual) {
    return new Score(predicted, actual);
  }

  /** (predicted ÷ actual − 1) in percent. */
  public double errorPct() {
    return 100 * (predicted.p50() / actual - 1);
  }

  /** Whether the measured value lies in P10 to P90. */
  public boolean inside() {
    return predicted.holds(actual);
  }
}
