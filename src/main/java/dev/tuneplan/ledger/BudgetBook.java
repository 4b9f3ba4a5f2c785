package dev.tuneplan.ledger;

import dev.tuneplan.budget.Budget;
import dev.tuneplan.budget.Period;
import dev.tuneplan.budget.Scope;
import dev.tuneplan.budget.Spend;
import java.time.Instant;
import java.util.List;

/** Budgets, and what was said about them, beside the runs. Every method may throw LedgerFault. */
public interface BudgetBook extends AlertBook {
  /** All of them, by scope and period. */
  List<Budget> budgets();

  /** Keeps one, in place of that of the same scope and period. */
  void set(Budget budget);

  /** Forgets one; whether it was there. */
  boolean remove(Scope scope, Period period);

  /** What each run cost from a moment on; runs that are unpriced cost nothing here. */
  List<Spend> spent(Instant from);
}
