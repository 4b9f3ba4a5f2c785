package dev.tuneplan.cli;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.budget.Budget;
import dev.tuneplan.budget.Period;
import dev.tuneplan.budget.Scope;
import dev.tuneplan.budget.Spend;
import dev.tuneplan.budget.Standing;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ledger's budgets, beside what its runs cost and those that are not in it yet. */
final class Budgets {
  private final Ledger ledger;
  private final Instant now;
  private final List<LiveRun> unbooked = new ArrayList<>();

  /** With the runs of this machine. */
  Budgets(Ledger ledger, Instant now) throws IOException {
    this(ledger, now, List.of());
  }

  /**
   * With others beside them.
   *
   * @param elsewhere runs of a cluster
   */
  Budgets(Ledger ledger, Instant now, List<LiveRun> elsewhere) throws IOException {
    this.ledger = ledger;
    this.now = now;
    Set<String> booked =
        ledger.runs().stream().map(r -> r.id()).collect(Collectors.toCollection(TreeSet::new));
    Stream.concat(LiveRun.all().stream(), elsewhere.stream())
        .filter(r -> booked.add(r.id()))
        .forEach(unbooked::add);
  }

  /** Runs that the ledger does not have yet. */
  List<LiveRun> unbooked() {
    return unbooked;
  }

  /** How every budget stands. */
  List<Standing> standings() {
    List<Budget> budgets = ledger.budgets().budgets();
    Map<Period, List<Spend>> spends = new EnumMap<>(Period.class);
    for (Period period : budgets.stream().map(Budget::period).distinct().toList()) {
      Instant from = period.from(now);
      List<Spend> all = new ArrayList<>(ledger.budgets().spent(from));
      unbooked.stream().filter(r -> r.last().isAfter(from)).forEach(r -> all.add(r.spend()));
      spends.put(period, all);
    }
    return Standing.of(budgets, spends, now);
  }

  /** What stands in the way of a run, in sentences. */
  List<String> against(String run, Map<String, String> labels, Money expected) {
    List<String> all = new ArrayList<>();
    for (Standing s : standings()) {
      s.tooMuch(labels, expected, "USD")
          .filter(m -> s.budget().refuses() && unbooked.stream().noneMatch(r -> r.id().equals(run)))
          .ifPresent(more -> all.add(sentence(s, expected, more)));
    }
    for (Budget each : ledger.budgets().budgets()) {
      boolean known = each.scope().value().equals(Scope.EACH) && each.scope().holds(labels);
      if (known && each.refuses() && expected.compareTo(each.amount()) > 0) {
        Standing none = new Standing(each, each.period().name(now), Money.ZERO, Money.ZERO);
        all.add(sentence(none, expected, expected.minus(each.amount())));
      }
    }
    return all;
  }

  private static String sentence(Standing s, Money expected, Money more) {
    return "over budget: "
        + BudgetText.words(s.budget())
        + "; "
        + cents(s.spent())
        + " are spent and "
        + cents(s.committed())
        + " committed in "
        + s.period()
        + ", and this run is planned at "
        + cents(expected)
        + ": "
        + cents(more)
        + " too much";
  }

  private static String cents(Money money) {
    return Cents.of(money).toPlainString();
  }
}
