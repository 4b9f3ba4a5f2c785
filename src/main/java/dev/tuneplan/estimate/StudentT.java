package dev.tuneplan.estimate;

/** Student's t with 4 degrees of freedom, in closed form. */
final class StudentT {
  /** Its quantile 0.9, as a Range takes it. */
  static final double P90 = 1.533;

  private StudentT() {}

  /** Probability of a value above {@code t}. */
  static double above4(double t) {
    double x = t / Math.sqrt(4 + t * t);
    return 0.5 - 0.75 * (x - x * x * x / 3);
  }
}
