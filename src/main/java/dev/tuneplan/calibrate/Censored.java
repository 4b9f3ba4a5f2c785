package dev.tuneplan.calibrate;

/**
 * Values that are only known to lie above a bound (Tobit): leaving them out would make a
 * calibration that never saw a run end for want of memory.
 */
final class Censored {
  private static final double ROOT = Math.sqrt(2 * Math.PI);
  private static final double FAR = 8;

  private Censored() {}

  /**
   * What is expected of a value.
   *
   * @param variance around the mean
   */
  record Expected(double mean, double variance) {}

  /** What is expected of a normal value that lies above a bound. */
  static Expected expected(double bound, double mean, double sd) {
    double z = (bound - mean) / sd;
    if (z > FAR) {
      // the tail's mean comes as near to the bound as one likes
      return new Expected(bound + sd / z, sd * sd / (z * z));
    }
    double rise = Math.exp(-z * z / 2) / ROOT / above(z);
    return new Expected(mean + sd * rise, sd * sd * Math.max(0, 1 + z * rise - rise * rise));
  }

  /** Probability of a standard normal value above a bound (Abramowitz and Stegun 26.2.17). */
  private static double above(double z) {
    if (z < 0) {
      return 1 - above(-z);
    }
    double t = 1 / (1 + 0.2316419 * z);
    double sum =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-z * z / 2) / ROOT * sum;
  }
}
