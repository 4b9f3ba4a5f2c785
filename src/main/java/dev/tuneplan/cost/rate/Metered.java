package dev.tuneplan.cost.rate;

import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * What a steady amount of something has cost since a moment. Rounded once at each reading and never
 * on the way, so the parts of a time cost together exactly what the whole of it does.
 *
 * @param from when it began
 * @param prices of one unit
 * @param amount units, as a fraction: a third of a GPU has no end in decimals
 * @param per the fraction's denominator, > 0
 */
public record Metered(Instant from, PriceSeries prices, BigDecimal amount, BigDecimal per) {
  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

  public Metered {
    if (per.signum() <= 0 || amount.signum() < 0) {
      throw new IllegalArgumentException(
          "an amount must be a fraction >= 0, was " + amount + "/" + per);
    }
  }

  /** What the meter shows at a moment; nothing before its beginning. */
  public Money at(Instant moment) {
    return moment.isAfter(from)
        ? new Money(
            prices
                .priceSeconds(from, moment)
                .multiply(amount)
                .divide(HOUR.multiply(per), Money.SCALE, RoundingMode.HALF_EVEN))
        : Money.ZERO;
  }

  /** What a stretch of its time cost. */
  public Money between(Instant begin, Instant end) {
    return at(end).minus(at(begin));
  }
}
