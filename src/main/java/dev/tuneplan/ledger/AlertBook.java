package dev.tuneplan.ledger;

import dev.tuneplan.budget.Alert;
import java.time.Duration;
import java.time.Instant;

/** What was told already. Every method may throw LedgerFault. */
public interface AlertBook {
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
