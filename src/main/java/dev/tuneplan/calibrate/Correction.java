package dev.tuneplan.calibrate;

import dev.tuneplan.base.Range;
import java.time.Instant;

/**
 * What to make of a prediction.
 *
 * @param factor to multiply it by, > 0
 * @param logSd standard deviation of the logarithm of actual ÷ corrected, ≥ 0
 * @param runs of the same stack, GPU and method that it rests on
 * @param beyond how many of these only say that it is more: they ended for want of memory
 * @param last when the newest of these was measured; the epoch without any
 * @param days how long ago that was
 */
public record Correction(
    double factor, double logSd, int runs, int beyond, Instant last, long days) {
  /** Without a run of the same stack, GPU and method. */
  public static Correction unknown(double factor, double logSd) {
    return new Correction(factor, logSd, 0, 0, Instant.EPOCH, 0);
  }

  /** The prediction with its 80 % interval. */
  public Range of(double predicted) {
    return Range.around(predicted * factor, logSd);
  }
}
