package dev.tuneplan.estimate;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.trace.TracedStep;
import java.util.Optional;

/** Estimates setups: pure arithmetic, with a memory of steps already traced. Not thread-safe. */
public final class Estimator {
  private final Tracing tracing;
  private final Experience experience;

  /** Estimates by tuneplan's own model of a step alone. */
  public Estimator() {
    this(Traces.NONE);
  }

  /** Takes what the real libraries said where it is known; every setup must be of their model. */
  public Estimator(Traces traces) {
    this(traces, Experience.NONE);
  }

  /** Takes what earlier runs taught, too. */
  public Estimator(Traces traces, Experience experience) {
    this.tracing = new Tracing(traces);
    this.experience = experience;
  }

  /** What a setup needs and how fast it is. */
  public Estimate of(Setup setup) {
    Optional<TracedStep> traced = tracing.traced(setup);
    Speed speed = SpeedModel.of(setup, tracing, traced);
    Optional<Correction> learned =
        experience.speed(setup, Range.logSd(speed.tokensPerSecondPerGpu()));
    return new Estimate(
        setup,
        MemoryModel.of(setup, tracing, traced),
        learned.map(speed::corrected).orElse(speed),
        traced,
        learned);
  }
}
