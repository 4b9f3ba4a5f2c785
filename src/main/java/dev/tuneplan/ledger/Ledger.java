package dev.tuneplan.ledger;

import dev.tuneplan.cost.bill.PaidHours;
import dev.tuneplan.reconcile.Reconciliation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs and what they cost. What a method that writes has returned from is on the disk, whatever
 * becomes of this process, and several processes may write at once. Every method may throw {@link
 * LedgerFault}. For one thread.
 */
public interface Ledger extends AutoCloseable {
  /**
   * Keeps a run with its attempts and phases in place of what was kept of it, and its
   * reconciliation beside the earlier ones.
   *
   * @param owner whose it is, where the run's labels do not say
   * @return the number of this reconciliation of the run, from 1
   */
  int book(Reconciliation reconciliation, String owner, Instant now);

  /** A run's facts, rates and plan, priced and compared again; empty: it is not in here. */
  Optional<Reconciliation> find(String run);

  /**
   * Every run, priced and compared again, the newest first. More are read meanwhile: the taker is
   * not to use the ledger.
   */
  void each(Consumer<Reconciliation> taker);

  /** Runs and totals of their newest reconciliations, the newest run first. */
  List<BookedRun> runs();

  /** Keeps what invoices say was paid; of the same hours the later word counts. */
  void keep(List<PaidHours> paid);

  /** All of it. */
  List<PaidHours> paid();

  /** Its budgets. */
  BudgetBook budgets();

  /** What was learned from its runs. */
  CalibrationBook calibrations();

  /** What is wrong with it; empty: nothing. */
  List<String> check();

  /** Every row as a line of JSON. */
  void export(Consumer<String> lines);

  /** Takes the lines of an export; rows that are there stay as they are. */
  Imported take(Iterable<String> lines);

  /**
   * What an import did.
   *
   * @param added rows that were not there
   * @param kept rows that were
   */
  record Imported(long added, long kept) {}

  @Override
  void close();

  /** Opens one; an empty database becomes one. */
  static Ledger open(Database database) {
    return SqlLedger.open(database);
  }
}
