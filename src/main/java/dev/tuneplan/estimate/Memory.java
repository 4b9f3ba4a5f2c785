package dev.tuneplan.estimate;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Correction;
import java.util.List;

/**
 * Memory of one GPU. Allocated is what tensors take, reserved what the allocator holds, nvidia-smi
 * what the device reports; they are not interchangeable.
 *
 * @param allocatedBytes peak of allocated memory
 * @param reservedBytes peak of reserved memory
 * @param deviceBytes peak as nvidia-smi shows it
 * @param staticBytes the part that is known exactly: weights, gradients, states
 * @param device nvidia-smi memory with its interval, bytes
 * @param phase when the peak is
 * @param terms what is alive then
 * @param hostBytes host memory for offloaded state, whole job
 * @param oomProbability probability that the run does not fit, 0..1
 */
public record Memory(
    double allocatedBytes,
    double reservedBytes,
    double deviceBytes,
    double staticBytes,
    Range device,
    String phase,
    List<MemoryTerm> terms,
    double hostBytes,
    double oomProbability) {
  /** Whether it fits, in words. */
  public enum Fit {
    FITS,
    TIGHT,
    UNLIKELY,
    IMPOSSIBLE
  }

  public Memory {
    terms = List.copyOf(terms);
  }

  /** What was expected above the exact part, bytes. */
  public double aboveBytes() {
    return Math.max(1, device.p50() - staticBytes);
  }

  /** Standard deviation of the logarithm of that part, by which the upper end is as it is. */
  double spreadAbove() {
    return Math.max(1e-6, Math.log((device.p90() - staticBytes) / aboveBytes()) / StudentT.P90);
  }

  /** After a correction by earlier runs: what is known exactly stays as it is. */
  Memory corrected(Correction c, double usableBytes) {
    double above = aboveBytes() * c.factor();
    Range range = c.of(aboveBytes());
    double left = usableBytes - staticBytes;
    double probability =
        left <= 0 ? 1 : StudentT.above4(Math.log(left / above) / Math.max(1e-6, c.logSd()));
    return new Memory(
        allocatedBytes,
        reservedBytes,
        staticBytes + above,
        staticBytes,
        new Range(staticBytes + range.p10(), staticBytes + range.p50(), staticBytes + range.p90()),
        phase,
        terms,
        hostBytes,
        probability > 0.9995 ? 1 : probability);
  }

  /** Fits below 5 %, tight to 40 %, impossible when the exact part alone is too large. */
  public Fit fit() {
    if (oomProbability >= 1) {
      return Fit.IMPOSSIBLE;
    }
    return oomProbability < 0.05 ? Fit.FITS : oomProbability < 0.4 ? Fit.TIGHT : Fit.UNLIKELY;
  }
}
