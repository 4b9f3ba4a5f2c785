package dev.tuneplan.packing;

/**
 * What axolotl's {@code MultipackBatchSampler} makes of an epoch.
 *
 * @param batches on all devices, complete ones
 * @param tokensUsed tokens of examples in them
 * @param tokenSlots room in them
 */
public record MultipackEpoch(long batches, long tokensUsed, long tokenSlots) {
  public MultipackEpoch {
    Check.atLeast("batches", batches, 0);
    Check.atLeast("tokens used", tokensUsed, 0);
    Check.atLeast("token slots", tokenSlots, 0);
  }

  /** {@code efficiency()}: tokens used ÷ room, 0 where there is none. */
  public double efficiency() {
    return tokenSlots == 0 ? 0 : (double) tokensUsed / tokenSlots;
  }

  /** {@code sample_packing_eff_est} as axolotl writes it down: rounded up to a hundredth. */
  public double estimate() {
    return Math.ceil(efficiency() * 100) / 100;
  }
}
