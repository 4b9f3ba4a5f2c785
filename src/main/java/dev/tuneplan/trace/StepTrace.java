package dev.tuneplan.trace;

import java.util.List;

/**
 * A training step of one GPU that holds everything: what is alive at its highest instants above
 * what is always there, and the work of one micro-step with its optimizer step.
 *
 * @param base bytes that are always there: weights, adapters, states, and gradients kept between
 *     micro-steps
 * @param instants the highest moments of forward, backward and step
 * @param layers work of the layers
 * @param forward work among it of the forward pass
 * @param head work of head and loss, both ways
 * @param step work of the optimizer step
 */
public record StepTrace(
    double base,
    List<Instant> instants,
    StepWork layers,
    StepWork forward,
    StepWork head,
    StepWork step) {
  /** Parts of a step. */
  public enum Phase {
    FORWARD,
    BACKWARD,
    STEP
  }

  /**
   * A moment at which much is alive.
   *
   * @param phase when
   * @param name in words
   * @param kept bytes that layers keep for the backward pass
   * @param working bytes of other activations
   * @param gradients bytes of parameters' gradients
   */
  public record Instant(Phase phase, String name, double kept, double working, double gradients) {
    /** Live bytes above the base. */
    public double bytes() {
      return kept + working + gradients;
    }
  }

  public StepTrace {
    instants = List.copyOf(instants);
  }

  /** Most bytes alive in a phase. */
  public double peak(Phase phase) {
    return base
        + instants.stream()
            .filter(i -> i.phase() == phase)
            .mapToDouble(Instant::bytes)
            .max()
            .orElse(0);
  }

  /** Most bytes alive in the whole step. */
  public double peak() {
    return base + instants.stream().mapToDouble(Instant::bytes).max().orElse(0);
  }

  /** FLOPs of the whole step. */
  public double flops() {
    return layers.flops() + head.flops() + step.flops();
  }

  /** Bytes moved in the whole step. */
  public double bytes() {
    return layers.bytes() + head.bytes() + step.bytes();
  }

  /** Kernels of the whole step. */
  public double operators() {
    return layers.operators() + head.operators() + step.operators();
  }
}
