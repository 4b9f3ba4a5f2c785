package dev.tuneplan.cli;

import dev.tuneplan.base.Cents;
import dev.tuneplan.budget.Standing;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.usage.CostReport;
import dev.tuneplan.usage.Spent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How budgets for production stand.
 *
 * @param told whether all was told of which somebody is to be told
 * @param unpriced whether something is not in them because it has no price
 */
record ProductionBudgets(List<Standing> standings, boolean told, boolean unpriced) {
  /** Holds what each day cost to the ledger's budgets, and tells what is to be told. */
  static ProductionBudgets hold(CostReport days, @Nullable CommandSpec command)
      throws IOException, InterruptedException {
    boolean unpriced = days.models().stream().anyMatch(m -> m.usd().isEmpty());
    if (!Home.ledgerIsThere()) {
      return new ProductionBudgets(List.of(), true, unpriced);
    }
    try (Ledger ledger = Home.ledger()) {
      List<Standing> standings = Spent.standings(ledger.budgets().budgets(), days);
      boolean told = AlertTelling.of(ledger.budgets(), command).thresholds(standings);
      return new ProductionBudgets(standings, told, unpriced);
    }
  }

  /** What it means for the command. */
  ExitCode exit() {
    return standings.stream().anyMatch(Standing::over)
        ? ExitCode.OVER_BUDGET
        : told ? ExitCode.OK : ExitCode.FAILED;
  }

  /** For people. */
  List<String> lines() {
    if (standings.isEmpty()) {
      return List.of(
          "no budget for production is set; 'tuneplan budget set usage=production AMOUNT' sets"
              + " one");
    }
    List<String> lines = new ArrayList<>();
    for (Standing s : standings) {
      lines.add(
          BudgetText.words(s.budget())
              + "; "
              + Cents.of(s.spent()).toPlainString()
              + " are spent in "
              + s.period()
              + ", "
              + s.percent()
              + " %");
    }
    if (unpriced) {
      lines.add("what is unpriced counts for no budget");
    }
    return lines;
  }
}
