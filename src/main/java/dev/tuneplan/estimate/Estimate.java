package dev.tuneplan.estimate;

import dev.tuneplan.trace.TracedStep;
import java.util.Optional;

/**
 * What one setup needs and how fast it is.
 *
 * @param setup what was estimated
 * @param memory of one GPU
 * @param speed of one GPU
 * @param traced what the real libraries said of this step; empty when it rests on tuneplan's own
 *     model alone
 * @param lessons by what it was corrected after earlier runs
 */
public record Estimate(
    Setup setup, Memory memory, Speed speed, Optional<TracedStep> traced, Lessons lessons) {
  /** Estimates one setup; {@link Estimator} is for many. */
  public static Estimate of(Setup setup) {
    return new Estimator().of(setup);
  }

  /** What its operators and allocated memory rest on. */
  public String basis() {
    return traced.map(TracedStep::basis).orElse("tuneplan's own model of a step");
  }
}
