package dev.tuneplan.trace;

/**
 * A training step of one GPU: live bytes above what is always there, and the work of one micro-step
 * with its optimizer step.
 *
 * @param peakForward most bytes alive in the forward pass
 * @param peakBackward most bytes alive in the backward pass
 * @param peakStep most bytes alive in the optimizer step
 * @param linear FLOPs of matrix products
 * @param attention FLOPs of attention, half of the square where it is causal
 * @param bytes moved by forward, backward and step
 * @param operators kernels started by forward, backward and step
 */
public record StepTrace(
    double peakForward,
    double peakBackward,
    double peakStep,
    double linear,
    double attention,
    Phases bytes,
    Phases operators) {
  /** A figure by phase. */
  public record Phases(double forward, double backward, double step) {
    /** Of the whole step. */
    public double sum() {
      return forward + backward + step;
    }
  }

  /** Most bytes alive in the whole step. */
  public double peak() {
    return Math.max(peakForward, Math.max(peakBackward, peakStep));
  }

  /** FLOPs of the whole step. */
  public double flops() {
    return linear + attention;
  }
}
