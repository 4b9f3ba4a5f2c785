package dev.tuneplan.estimate;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.trace.TracedStep;
import java.util.Optional;

/** Estimates setups: pure arithmetic, with a memory of steps already traced. Not thread-safe. */
public final class Estimator {
  private static final double GIB = 1L << 30;

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
    Memory memory = MemoryModel.of(setup, tracing, traced);
    Optional<Correction> faster =
        experience.of(Quantity.SPEED, setup, Range.logSd(speed.tokensPerSecondPerGpu()));
    Optional<Correction> larger = experience.of(Quantity.MEMORY, setup, memory.spreadAbove());
    return new Estimate(
        setup,
        larger.map(c -> memory.corrected(c, setup.gpu().usableGiB() * GIB)).orElse(memory),
        faster.map(speed::corrected).orElse(speed),
        traced,
        Lessons.none(experience.version())
            .with(Quantity.SPEED, faster)
            .with(Quantity.MEMORY, larger));
  }
}
