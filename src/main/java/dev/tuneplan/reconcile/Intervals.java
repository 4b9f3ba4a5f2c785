package dev.tuneplan.reconcile;

import dev.tuneplan.base.Range;
import java.util.Optional;

/**
 * Between what a plan expected a run's figures, with 80 % of trust, as corrected by earlier runs;
 * each is empty where the plan does not say it.
 *
 * @param tokensPerSecond of one GPU while it trains, padding included
 * @param memoryGiB at the peak of one GPU, as its driver counts it
 * @param hours from start to end
 * @param usd of the run
 */
public record Intervals(
    Optional<Range> tokensPerSecond,
    Optional<Range> memoryGiB,
    Optional<Range> hours,
    Optional<Range> usd) {
  /** Of a plan that says none. */
  public static final Intervals NONE =
      new Intervals(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
