package dev.tuneplan.estimate;

import dev.tuneplan.trace.TracedStep;
import java.util.Optional;

/** Estimates setups: pure arithmetic, with a memory of steps already traced. Not thread-safe. */
public final class Estimator {
  private final Tracing tracing;

  /** Estimates by tuneplan's own model of a step alone. */
  public Estimator() {
    this(Traces.NONE);
  }

  /** Takes what the real libraries said where it is known; every setup must be of their model. */
  public Estimator(Traces traces) {
    this.tracing = new Tracing(traces);
  }

  /** What a setup needs and how fast it is. */
  public Estimate of(Setup setup) {
    Optional<TracedStep> traced = tracing.traced(setup);
    return new Estimate(
        setup,
        MemoryModel.of(setup, tracing, traced),
        SpeedModel.of(setup, tracing, traced),
        traced);
  }
}
