package dev.tuneplan.budget;

import dev.tuneplan.base.Money;
import java.util.List;

/**
 * How much may be spent.
 *
 * @param amount > 0
 * @param currency ISO 4217; what costs something in another one does not count
 * @param thresholds percents of it at which somebody is told, each once, in order
 * @param refuses whether what would go beyond it is refused, or only told
 */
public record Budget(
    Scope scope,
    Period period,
    Money amount,
    String currency,
    List<Integer> thresholds,
    boolean refuses) {
  /** At which somebody is told, unless the user says otherwise. */
  public static final List<Integer> USUAL = List.of(50, 80, 100);

  public Budget {
    thresholds = thresholds.stream().sorted().distinct().toList();
    if (amount.amount().signum() <= 0) {
      throw new IllegalArgumentException("a budget must be above 0, was " + amount);
    }
    if (thresholds.stream().anyMatch(t -> t < 1 || t > 1000)) {
      throw new IllegalArgumentException("thresholds must be 1..1000 %, was " + thresholds);
    }
  }

  /** The same for one of {@link Scope#EACH}. */
  Budget of(Scope one) {
    return new Budget(one, period, amount, currency, thresholds, refuses);
  }
}
