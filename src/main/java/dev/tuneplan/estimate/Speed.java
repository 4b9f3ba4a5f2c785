package dev.tuneplan.estimate;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Correction;
import java.util.List;

/**
 * Speed of one setup.
 *
 * @param microSeconds one micro-step on every GPU, seconds
 * @param stepSeconds one optimizer step with its micro-steps, seconds
 * @param tokensPerSecondPerGpu processed tokens, padding included
 * @param classes where the time goes, for one micro-step and its optimizer step
 * @param binds what binds most of the time
 */
public record Speed(
    double microSeconds,
    double stepSeconds,
    Range tokensPerSecondPerGpu,
    List<OperatorClass> classes,
    String binds) {
  public Speed {
    classes = List.copyOf(classes);
  }

  /** After a correction by earlier runs: steps take as much less as tokens come faster. */
  Speed corrected(Correction c) {
    return new Speed(
        microSeconds / c.factor(),
        stepSeconds / c.factor(),
        c.of(tokensPerSecondPerGpu.p50()),
        classes,
        binds);
  }

  /** Floating-point operations of a micro-step and its optimizer step, one GPU. */
  public double flops() {
    return classes.stream().mapToDouble(OperatorClass::flops).sum();
  }

  /** Memory traffic of a micro-step and its optimizer step, one GPU. */
  public double bytes() {
    return classes.stream().mapToDouble(OperatorClass::bytes).sum();
  }

  /** Kernels of a micro-step and its optimizer step. */
  public double count() {
    return classes.stream().mapToDouble(OperatorClass::count).sum();
  }
}
