package dev.tuneplan.estimate;

/** Estimates setups: pure arithmetic, with a memory of steps already traced. Not thread-safe. */
public final class Estimator {
  private final Tracing tracing = new Tracing();

  /** What a setup needs and how fast it is. */
  public Estimate of(Setup setup) {
    return new Estimate(setup, MemoryModel.of(setup, tracing), SpeedModel.of(setup, tracing));
  }
}
