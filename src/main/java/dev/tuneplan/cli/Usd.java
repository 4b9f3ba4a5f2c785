package dev.tuneplan.cli;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts and days as people read them in comparisons of costs. */
final class Usd {
  private static final BigDecimal TEN = BigDecimal.TEN;

  private Usd() {}

  static String of(Money amount) {
    return Text.of("%,.2f", Cents.of(amount));
  }

  static String of(BigDecimal amount) {
    return of(new Money(amount));
  }

  /** For machines: an exact amount in cents. */
  static String cents(Money amount) {
    return Cents.of(amount).toPlainString();
  }

  static String cents(BigDecimal amount) {
    return cents(new Money(amount));
  }

  /** Tenths of a day where there are few, whole days where there are many. */
  static String days(BigDecimal days) {
    BigDecimal shown = days.setScale(days.compareTo(TEN) < 0 ? 1 : 0, RoundingMode.HALF_UP);
    return Text.of(shown.scale() > 0 ? "%.1f days" : "%,.0f days", shown);
  }

  /** A part of something in percent. */
  static String percent(Money part, Money whole) {
    return whole.zero()
        ? "-"
        : part.amount()
                .multiply(BigDecimal.valueOf(100))
                .divide(whole.amount(), 0, RoundingMode.HALF_UP)
                .toPlainString()
            + " %";
  }
}
