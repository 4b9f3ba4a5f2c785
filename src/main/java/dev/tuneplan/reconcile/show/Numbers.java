package dev.tuneplan.reconcile.show;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
final class Numbers {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Numbers() {}

  /** With the sign of a change; nothing has none. */
  static String signed(BigDecimal cents) {
    return (cents.signum() > 0 ? "+" : "") + cents.toPlainString();
  }

  /** An amount in its currency. */
  static String money(String currency, Money amount) {
    return money(currency, Cents.of(amount));
  }

  static String money(String currency, BigDecimal cents) {
    String digits = cents.abs().toPlainString();
    String sign = cents.signum() < 0 ? "-" : "";
    return currency.equals("USD") ? sign + "$" + digits : sign + digits + " " + currency;
  }

  /** A share of something in percent. */
  static String percent(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? "-"
        : part.multiply(BigDecimal.valueOf(100))
                .divide(whole, 0, RoundingMode.HALF_UP)
                .toPlainString()
            + " %";
  }

  /** The price per hour of a unit, to four decimals. */
  static String rate(BigDecimal perHour) {
    BigDecimal four = perHour.setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
    return (four.scale() < 2 ? four.setScale(2) : four).toPlainString();
  }

  static String minute(Instant at) {
    return MINUTE.format(at);
  }

  static String length(Duration time) {
    long minutes = (time.toSeconds() + 30) / 60;
    if (minutes < 1) {
      return time.toSeconds() + " s";
    }
    return minutes < 60
        ? minutes + " min"
        : minutes / 60 + " h " + String.format(Locale.ROOT, "%02d", minutes % 60) + " min";
  }
}
