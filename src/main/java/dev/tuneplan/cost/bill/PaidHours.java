package dev.tuneplan.cost.bill;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.facts.Span;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What was paid for a machine in a stretch of time.
 *
 * @param machine as the invoice calls it
 * @param sku what of it was paid for; empty: the invoice does not say
 * @param span which the invoice names
 * @param hours of it that were used, > 0
 * @param cost ≥ 0
 * @param currency ISO 4217
 * @param source the invoice's file
 */
public record PaidHours(
    String machine,
    String sku,
    Span span,
    BigDecimal hours,
    Money cost,
    String currency,
    String source) {
  public PaidHours {
    if (machine.isBlank() || span.length().isZero()) {
      throw new IllegalArgumentException("what was paid is of a machine and a time");
    }
    if (hours.signum() <= 0 || cost.amount().signum() < 0) {
      throw new IllegalArgumentException(
          "hours must be above 0 and a cost >= 0, was " + hours + ", " + cost);
    }
  }

  /** Of the machine. */
  BigDecimal perHour() {
    return cost.amount().divide(hours, MathContext.DECIMAL128);
  }
}
