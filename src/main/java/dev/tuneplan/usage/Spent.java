package dev.tuneplan.usage;

import dev.tuneplan.base.Money;
import dev.tuneplan.budget.Budget;
import dev.tuneplan.budget.Period;
import dev.tuneplan.budget.Spend;
import dev.tuneplan.budget.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds what production cost to budgets for it, in every period of which the logs tell days. */
public final class Spent {
  /** What budgets of production are for: {@code usage=production}, {@code model=NAME} and so on. */
  public static final Set<String> KEYS = Set.of("usage", "tuned", "model", "base");

  private Spent() {}

  /**
   * How budgets stand.
   *
   * @param days what each day cost, as {@link CostReport} by day tells it; days that are not told
   *     count in no period but the total
   */
  public static List<Standing> standings(List<Budget> budgets, CostReport days) {
    List<Standing> all = new ArrayList<>();
    for (Budget budget : budgets) {
      if (KEYS.contains(budget.scope().key())) {
        all.addAll(standings(budget, days));
      }
    }
    return all;
  }

  private static List<Standing> standings(Budget budget, CostReport days) {
    Map<Instant, List<Spend>> periods = new TreeMap<>();
    for (ModelCost m : days.models()) {
      if (m.usd().isPresent() && (!m.period().isEmpty() || budget.period() == Period.TOTAL)) {
        Instant day =
            m.period().isEmpty()
                ? Instant.EPOCH
                : LocalDate.parse(m.period()).atStartOfDay(ZoneOffset.UTC).toInstant();
        periods
            .computeIfAbsent(budget.period().from(day), p -> new ArrayList<>())
            .add(new Spend(labels(m), m.usd().get(), Money.ZERO, "USD"));
      }
    }
    List<Standing> all = new ArrayList<>();
    periods.forEach((from, spends) ->
        all.addAll(Standing.of(List.of(budget), Map.of(budget.period(), spends), from)));
    return all;
  }

  private static Map<String, String> labels(ModelCost m) {
    return Map.of(
        "usage",
        "production",
        "tuned",
        m.fineTuned() ? "yes" : "no",
        "model",
        m.model(),
        "base",
        m.base().orElse(""));
  }
}
