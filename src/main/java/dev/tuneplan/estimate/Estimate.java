package dev.tuneplan.estimate;

/**
 * What one setup needs and how fast it is.
 *
 * @param setup what was estimated
 * @param memory of one GPU
 * @param speed of one GPU
 */
public record Estimate(Setup setup, Memory memory, Speed speed) {
  /** Estimates one setup; {@link Estimator} is for many. */
  public static Estimate of(Setup setup) {
    return new Estimator().of(setup);
  }
}
