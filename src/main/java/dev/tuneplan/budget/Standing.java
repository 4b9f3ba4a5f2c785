package dev.tuneplan.budget;

import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a budget stands.
 *
 * @param period which one, such as {@code 2026-11}
 * @param spent for sure
 * @param committed what more is to come of what was begun
 */
public record Standing(Budget budget, String period, Money spent, Money committed) {
  private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

  /**
   * Of budgets. One for each of something stands for each of which something was spent.
   *
   * @param spends of the budget's period, by that period
   */
  public static List<Standing> of(
      List<Budget> budgets, Map<Period, List<Spend>> spends, Instant now) {
    return budgets.stream()
        .flatMap(b -> of(b, spends.getOrDefault(b.period(), List.of()), now).stream())
        .toList();
  }

  private static List<Standing> of(Budget budget, List<Spend> spends, Instant now) {
    Map<Scope, Standing> all = new LinkedHashMap<>();
    String period = budget.period().name(now);
    if (!budget.scope().value().equals(Scope.EACH)) {
      all.put(budget.scope(), new Standing(budget, period, Money.ZERO, Money.ZERO));
    }
    for (Spend spend : spends) {
      if (spend.currency().equals(budget.currency()) && budget.scope().holds(spend.labels())) {
        Scope scope = budget.scope().of(spend.labels());
        Standing was =
            all.getOrDefault(scope, new Standing(budget.of(scope), period, Money.ZERO, Money.ZERO));
        all.put(
            scope,
            new Standing(
                was.budget,
                period,
                was.spent.plus(spend.spent()),
                was.committed.plus(spend.committed())));
      }
    }
    return List.copyOf(all.values());
  }

  /** Spent and committed. */
  public Money used() {
    return spent.plus(committed);
  }

  /** Whole percents of the budget, rounded down: 100 is never said too early. */
  public int percent() {
    return used()
        .amount()
        .multiply(PERCENT)
        .divide(budget.amount().amount(), 0, RoundingMode.DOWN)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValue();
  }

  /** Whether more was spent and committed than may be. */
  public boolean over() {
    return used().compareTo(budget.amount()) > 0;
  }

  /** The highest threshold that was reached. */
  public Optional<Integer> reached() {
    int percent = percent();
    return budget.thresholds().stream().filter(t -> t <= percent).reduce((a, b) -> b);
  }

  /**
   * How much too much it is if something more is begun; empty: none.
   *
   * @param labels of what is begun
   * @param more what it is expected to cost
   */
  public Optional<Money> tooMuch(Map<String, String> labels, Money more, String currency) {
    Money left = budget.amount().minus(used());
    return budget.scope().holds(labels)
            && budget.currency().equals(currency)
            && more.compareTo(left) > 0
        ? Optional.of(more.minus(left))
        : Optional.empty();
  }
}
