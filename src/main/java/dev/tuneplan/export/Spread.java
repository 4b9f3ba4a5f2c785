package dev.tuneplan.export;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Spreads an amount over rows by their weights, so that the rows add up to it: each gets what the
 * sum so far grows by. For one pass over all rows.
 */
final class Spread {
  private final BigDecimal amount;
  private final BigDecimal whole;
  private final int places;
  private BigDecimal weight = BigDecimal.ZERO;
  private BigDecimal given = BigDecimal.ZERO;

  /**
   * Spreads.
   *
   * @param whole the weight of all rows, > 0
   * @param places decimals of what each row gets
   */
  Spread(BigDecimal amount, BigDecimal whole, int places) {
    if (whole.signum() <= 0) {
      throw new IllegalArgumentException("all rows together weigh something, was " + whole);
    }
    this.amount = amount;
    this.whole = whole;
    this.places = places;
  }

  /** What the next row gets. */
  BigDecimal next(BigDecimal rowWeight) {
    weight = weight.add(rowWeight);
    BigDecimal until = amount.multiply(weight).divide(whole, places, RoundingMode.HALF_EVEN);
    BigDecimal part = until.subtract(given);
    given = until;
    return part;
  }
}
