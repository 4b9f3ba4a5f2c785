package dev.tuneplan.managed;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What it costs to keep a fine-tuned model, called or not; empty: not known. USD.
 *
 * @param perHour for each hour that it can be called; 0: no fee
 * @param storagePerMonth for each model
 * @param storagePerGbMonth for each GB of checkpoints
 */
public record Hosting(
    Optional<BigDecimal> perHour,
    Optional<BigDecimal> storagePerMonth,
    Optional<BigDecimal> storagePerGbMonth) {
  /** Nothing is known. */
  public static final Hosting UNKNOWN =
      new Hosting(Optional.empty(), Optional.empty(), Optional.empty());

  private static final BigDecimal MONTH_HOURS = BigDecimal.valueOf(720);

  /** A month of 30 days, all hours; checkpoints by their size are left out. */
  public Optional<BigDecimal> perMonth() {
    return perHour.map(h -> h.multiply(MONTH_HOURS).add(storagePerMonth.orElse(BigDecimal.ZERO)));
  }
}
