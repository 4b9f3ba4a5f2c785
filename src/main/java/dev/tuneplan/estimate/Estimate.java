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

  /**
   * Model FLOPs utilisation at the likely speed: of the GPU's dense 16-bit peak the share that goes
   * into the model itself (Chowdhery et al., PaLM, 2022, appendix B). What checkpointing computes
   * again does not count, frozen weights have no gradients, and causal attention counts by half.
   */
  public double mfu() {
    double perToken = SpeedModel.modelFlops(setup) / setup.tokens();
    return perToken * speed.tokensPerSecondPerGpu().p50() / setup.gpu().flops16();
  }

  /** What its operators and allocated memory rest on. */
  public String basis() {
    return traced.map(TracedStep::basis).orElse("tuneplan's own model of a step");
  }
}
