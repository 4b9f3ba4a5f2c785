package dev.tuneplan.reconcile;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a plan's figures rest on: by what they were multiplied after earlier runs, 1 where not.
 *
 * @param calibration the version that says so; 0: none
 * @param memory of what is in memory above weights, gradients and states
 * @param overhead training by evaluations and checkpoints
 * @param room of one GPU; empty in plans of older versions
 */
public record Grounds(
    int calibration,
    BigDecimal speed,
    BigDecimal memory,
    BigDecimal setup,
    BigDecimal overhead,
    Optional<Room> room) {
  /** The model alone. */
  public static final Grounds NONE =
      new Grounds(
          0, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, Optional.empty());

  /**
   * Memory of one GPU, GiB.
   *
   * @param exact what is known exactly
   * @param above what was expected above it, before any correction
   * @param usable what there is
   */
  public record Room(double exact, double above, double usable) {
    public Room {
      if (!(exact >= 0 && above > 0 && usable > 0)) {
        throw new IllegalArgumentException(
            "memory must be positive, was " + exact + ", " + above + ", " + usable);
      }
    }

    /** One that is told whole. */
    static Optional<Room> of(double exact, double above, double usable) {
      return exact >= 0 && above > 0 && usable > 0
          ? Optional.of(new Room(exact, above, usable))
          : Optional.empty();
    }
  }
}
