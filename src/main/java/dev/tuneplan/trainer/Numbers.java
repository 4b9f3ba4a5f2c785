package dev.tuneplan.trainer;

import java.math.BigDecimal;

/** Numbers as a run spec writes them. */
final class Numbers {
  private Numbers() {}

  /** Without an exponent and without a fraction of zero. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
