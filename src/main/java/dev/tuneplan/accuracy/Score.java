package dev.tuneplan.accuracy;

import java.util.Optional;

/**
 * A predicted quantity beside the measured one.
 *
 * @param predicted the median
 * @param p10 lower end
 * @param p90 upper end
 * @param actual as measured, same unit
 */
public record Score(double predicted, double p10, double p90, double actual) {
  /** (predicted ÷ actual − 1) in percent. */
  public double errorPct() {
    return 100 * (predicted / actual - 1);
  }

  /** Whether the measured value lies in P10 to P90. */
  public boolean inside() {
    return actual >= p10 && actual <= p90;
  }

  /**
   * A measured row, scored or with the reason why not.
   *
   * @param reason why nothing could be scored; empty when something was
   * @param memory GiB, of the kind that was measured
   * @param speed tokens per second per GPU
   */
  public record Row(
      String id,
      String method,
      String stack,
      String gpu,
      String reason,
      Optional<Score> memory,
      Optional<Score> speed) {
    /** Whether memory or speed was scored. */
    public boolean scored() {
      return memory.isPresent() || speed.isPresent();
    }
  }
}
