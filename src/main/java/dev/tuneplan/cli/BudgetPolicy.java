package dev.tuneplan.cli;

import dev.tuneplan.base.Money;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.ledger.LedgerFault;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Whether budgets let a run begin.
 *
 * @param labels of the run, by which budgets find it
 * @param usd what it is planned at; empty: unpriced, and then no budget speaks of it
 * @param elsewhere runs of the cluster that it goes to
 */
record BudgetPolicy(
    Map<String, String> labels, OptionalDouble usd, Supplier<List<LiveRun>> elsewhere) {
  /** Of a run of this user's. */
  static BudgetPolicy of(String name, String project, OptionalDouble usd) {
    return new BudgetPolicy(
        Map.of(
            "run", name,
            "name", name,
            "project", project,
            "owner", System.getProperty("user.name", "")),
        usd,
        List::of);
  }

  /** What stands in its way, in sentences. */
  private List<String> against(String run) throws IOException {
    if (usd.isEmpty() || !Home.ledgerIsThere()) {
      return List.of();
    }
    try (Ledger ledger = Home.ledger()) {
      return ledger.budgets().budgets().isEmpty()
          ? List.of()
          : new Budgets(ledger, Instant.now(), elsewhere.get())
              .against(run, labels, new Money(BigDecimal.valueOf(usd.getAsDouble())));
    }
  }

  /** For a plan: said, and never a reason not to plan. */
  boolean planned(@Nullable CommandSpec command) throws IOException {
    try {
      List<String> against = against("");
      against.forEach(a -> Main.note(command, a));
      if (!against.isEmpty()) {
        Main.note(
            command,
            "raise it with 'tuneplan budget set', take a cheaper candidate, or launch it with"
                + " --over-budget");
      }
      return against.isEmpty();
    } catch (LedgerFault e) {
      Main.note(command, "no budget was looked at: " + e.getMessage());
      return true;
    }
  }

  /**
   * For a launch.
   *
   * @param run its id
   * @param over the user's word that it may go beyond
   */
  boolean launched(@Nullable CommandSpec command, String run, boolean over) throws IOException {
    Map<String, String> known = new HashMap<>(labels);
    known.put("run", run);
    List<String> against = new BudgetPolicy(known, usd, elsewhere).against(run);
    against.forEach(a -> Main.note(command, a));
    if (!against.isEmpty()) {
      Main.note(
          command,
          over
              ? "it is launched all the same, because of --over-budget"
              : "nothing was started; raise it with 'tuneplan budget set', or launch with"
                  + " --over-budget");
    }
    return against.isEmpty() || over;
  }
}
