package dev.tuneplan.base;

import java.util.function.DoubleUnaryOperator;

/**
 * An estimate with its 80 % interval; the unit is that of the field that holds it.
 *
 * @param p10 nine in ten outcomes are above
 * @param p50 the median
 * @param p90 nine in ten outcomes are below
 */
public record Range(double p10, double p50, double p90) {
  /** Quantile 0.9 of Student's t with 4 degrees of freedom: the tails of small samples. */
  private static final double T4 = 1.533;

  public Range {
    if (!(p10 <= p50 && p50 <= p90)) {
      throw new IllegalArgumentException(
          "a range must ascend, was " + p10 + ", " + p50 + ", " + p90);
    }
  }

  /** No uncertainty. */
  public static Range exactly(double value) {
    return new Range(value, value, value);
  }

  /**
   * A median with multiplicative spread.
   *
   * @param median any unit
   * @param logSd standard deviation of the natural logarithm of actual ÷ estimate, ≥ 0
   */
  public static Range around(double median, double logSd) {
    double factor = Math.exp(T4 * logSd);
    return new Range(median / factor, median, median * factor);
  }

  /** Standard deviation of the logarithm that {@link #around} would give this width. */
  public static double logSd(Range r) {
    return r.p10 > 0 ? Math.log(r.p90 / r.p10) / (2 * T4) : 0;
  }

  /** The same spread in another unit. */
  public Range times(double factor) {
    return new Range(p10 * factor, p50 * factor, p90 * factor);
  }

  /** Applies a falling function, such as tokens per second to hours: the ends change places. */
  public Range falling(DoubleUnaryOperator f) {
    return new Range(f.applyAsDouble(p90), f.applyAsDouble(p50), f.applyAsDouble(p10));
  }

  /** The sum of two quantities whose errors go together: wide rather than too narrow. */
  public Range plus(Range other) {
    return new Range(p10 + other.p10, p50 + other.p50, p90 + other.p90);
  }

  /** Whether a value lies inside, both ends included. */
  public boolean holds(double value) {
    return value >= p10 && value <= p90;
  }
}
