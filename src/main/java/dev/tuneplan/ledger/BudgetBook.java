package dev.tuneplan.ledger;

import dev.tuneplan.budget.Alert;
import dev.tuneplan.budget.Budget;
import dev.tuneplan.budget.Period;
import dev.tuneplan.budget.Scope;
import dev.tuneplan.budget.Spend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Budgets, and what was said about them, beside the runs. Every method may throw LedgerFault. */
public interface BudgetBook {
  /** All of them, by scope and period. */
  List<Budget> budgets();

  /** Keeps one, in place of that of the same scope and period. */
  void set(Budget budget);

  /** Forgets one; whether it was there. */
  boolean remove(Scope scope, Period period);

  /** What each run cost from a moment on; runs that are unpriced cost nothing here. */
  List<Spend> spent(Instant from);

  /**
   * Takes it upon the caller to deliver an alert. Of all processes that try, one is told to: again
   * only when it has not confirmed within the lease, because it was killed.
   *
   * @return whether the caller must deliver it
   */
  boolean claim(Alert alert, Instant now, Duration lease);

  /** Confirms: nobody is told any more. */
  void delivered(Alert.Key key, Instant now);

  /** Notes that something needs no word any more. */
  void settle(Alert.Key key, Instant now);
}
