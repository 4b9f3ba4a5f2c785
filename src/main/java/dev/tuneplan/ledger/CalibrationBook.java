package dev.tuneplan.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Versions of what was learned, for whoever uses this ledger: plans name them. Every method may
 * throw LedgerFault.
 */
public interface CalibrationBook {
  /** The number of the newest version. */
  OptionalInt last();

  /** A version as it was kept; empty: there is none of this number. */
  Optional<String> find(int number);

  /**
   * Keeps a version for good.
   *
   * @param body as {@link #find} tells it
   * @return false when the number is taken, by this or another process
   */
  boolean add(int number, Instant made, String body);
}
