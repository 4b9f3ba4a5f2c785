package dev.tuneplan.calibrate;

import dev.tuneplan.base.Range;

/**
 * What to make of a prediction.
 *
 * @param factor to multiply it by, > 0
 * @param logSd standard deviation of the logarithm of actual ÷ corrected, ≥ 0
 * @param runs of the same stack, GPU and method that it rests on
 */
public record Correction(double factor, double logSd, int runs) {
  /** The prediction with its 80 % interval. */
  public Range of(double predicted) {
    return Range.around(predicted * factor, logSd);
  }
}
