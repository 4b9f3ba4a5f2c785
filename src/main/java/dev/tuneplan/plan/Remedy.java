package dev.tuneplan.plan;

import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The smallest changes that would make a setup fit, found by trying them one at a time. */
final class Remedy {
  private static final int ENOUGH = 2;
  private static final int SHORTEST = 256;
  private static final double GIB = 1L << 30;

  private Remedy() {}

  /** At most two changes, in the order of what they cost the user. */
  static List<String> of(Job job, Setup setup) {
    Setup s = setup.withCheckpointing(Checkpointing.FULL).withMicroBatch(1);
    List<String> found = new ArrayList<>();
    optimizer(s).ifPresent(found::add);
    sequence(s, job.work().packed()).ifPresent(found::add);
    gpus(s).ifPresent(found::add);
    if (found.size() < ENOUGH) {
      offload(s).ifPresent(found::add);
    }
    if (found.size() < ENOUGH) {
      method(s).ifPresent(found::add);
    }
    return found.isEmpty()
        ? List.of("a smaller model, or GPUs with more memory")
        : List.copyOf(found.subList(0, Math.min(ENOUGH, found.size())));
  }

  private static boolean fits(Setup s) {
    return Estimate.of(s).memory().fit() == Memory.Fit.FITS;
  }

  private static Optional<String> optimizer(Setup s) {
    return s.method().full() && fits(s.withOptimizer(Optimizer.PAGED_ADAMW_8BIT))
        ? Optional.of("training.optimizer: paged_adamw_8bit")
        : Optional.empty();
  }

  private static Optional<String> sequence(Setup s, boolean packed) {
    for (int length = s.sequence() / 2; length >= SHORTEST; length /= 2) {
      if (fits(s.withSequence(length))) {
        return Optional.of(
            "training.sequenceLength: " + length + (packed ? "" : " (longer examples are cut)"));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> gpus(Setup s) {
    for (int n = 2 * s.gpus(); n <= 64; n *= 2) {
      if (fits(s.withGpus(n, Candidates.nodes(n), Parallelism.FSDP))) {
        return Optional.of(n + " GPUs with FSDP");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> offload(Setup s) {
    Setup changed = s.withOffload(true, s.offloadParameters());
    if (!s.method().full() || s.offloadOptimizer() || !fits(changed)) {
      return Optional.empty();
    }
    return Optional.of(
        "training.offloadOptimizer: true ("
            + Math.round(Estimate.of(changed).memory().hostBytes() / GIB)
            + " GiB of host memory)");
  }

  private static Optional<String> method(Setup s) {
    if (s.method().weights() != Method.Weights.BF16) {
      return Optional.empty();
    }
    Method packed = s.method().quantised();
    return fits(s.withMethod(packed)) ? Optional.of("method.type: qlora") : Optional.empty();
  }
}
