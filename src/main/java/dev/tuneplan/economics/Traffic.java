package dev.tuneplan.economics;

import dev.tuneplan.managed.TokenCount;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a model is used for.
 *
 * @param callsPerDay in the first month, at least 0
 * @param before tokens of a call today
 * @param after tokens of a call of the fine-tuned model
 * @param growth of calls from one month to the next: 0.05 for 5 %; above -1
 */
public record Traffic(
    BigDecimal callsPerDay, TokenCount before, TokenCount after, BigDecimal growth) {
  /** Days of a month, here and in every figure. */
  public static final int MONTH = 30;

  public Traffic {
    if (callsPerDay.signum() < 0 || growth.compareTo(BigDecimal.ONE.negate()) <= 0) {
      throw new IllegalArgumentException("calls and growth must not be negative: " + callsPerDay);
    }
  }

  /** Calls on each day of a month, counted from 0; calls grow from month to month. */
  public BigDecimal calls(int month) {
    return growth.signum() == 0
        ? callsPerDay
        : callsPerDay.multiply(BigDecimal.ONE.add(growth).pow(month));
  }

  /** Calls of the first month. */
  public BigDecimal callsPerMonth() {
    return callsPerDay.multiply(BigDecimal.valueOf(MONTH));
  }

  /** The same with other calls in the first month. */
  public Traffic withCallsPerMonth(BigDecimal calls) {
    return new Traffic(
        calls.divide(BigDecimal.valueOf(MONTH), MathContext.DECIMAL128), before, after, growth);
  }
}
