package dev.tuneplan.calibrate;

/** Student's t. */
final class StudentT {
  /** Quantile 0.9 of the standard normal law. */
  private static final double Z = 1.2815515655446004;

  private StudentT() {}

  /**
   * Quantile 0.9, by Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5): to 0.0005.
   *
   * @param freedom degrees of freedom, ≥ 4
   */
  static double p90(double freedom) {
    double z2 = Z * Z;
    double first = Z * (z2 + 1) / 4;
    double second = Z * (z2 * (5 * z2 + 16) + 3) / 96;
    double third = Z * (z2 * (z2 * (3 * z2 + 19) + 17) - 15) / 384;
    return Z + (first + (second + third / freedom) / freedom) / freedom;
  }
}
