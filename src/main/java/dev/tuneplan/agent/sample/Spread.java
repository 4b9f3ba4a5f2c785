package dev.tuneplan.agent.sample;

/**
 * How a value was spread over some readings. Rounded to thousandths, so that what is written is
 * what is added up.
 *
 * @param count of the readings, at least one
 */
public record Spread(double min, double mean, double max, long count) {
  private static final double THOUSANDTHS = 1000;

  public Spread {
    if (count < 1) {
      throw new IllegalArgumentException("count must be >= 1, was " + count);
    }
    min = rounded(min);
    mean = rounded(mean);
    max = rounded(max);
    if (!(min <= mean && mean <= max)) {
      throw new IllegalArgumentException(
          "must be in order: min " + min + ", mean " + mean + ", max " + max);
    }
  }

  private static double rounded(double value) {
    return Math.rint(value * THOUSANDTHS) / THOUSANDTHS;
  }
}
