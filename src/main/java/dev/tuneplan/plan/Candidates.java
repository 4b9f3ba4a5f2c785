package dev.tuneplan.plan;

import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every way to do a job: GPU × count × nodes × micro-batch × parallelism × checkpointing. */
final class Candidates {
  private static final int[] MICRO_BATCHES = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64};
  private static final int GPUS_IN_NODE = 8;

  private Candidates() {}

  static void of(Job job, Consumer<Setup> to) {
    for (GpuProfile gpu : job.gpus()) {
      for (int n : counts(job)) {
        int nodes = nodes(n);
        if (nodes <= job.maxNodes()) {
          of(job, gpu, n, to);
        }
      }
    }
  }

  /** Nodes that hold {@code n} GPUs, eight in each. */
  static int nodes(int n) {
    return (n + GPUS_IN_NODE - 1) / GPUS_IN_NODE;
  }

  /** Powers of two within the limits, and both limits. */
  private static List<Integer> counts(Job job) {
    List<Integer> counts = new ArrayList<>();
    counts.add(job.minGpus());
    for (int n = 1; n <= job.maxGpus(); n *= 2) {
      if (n > job.minGpus()) {
        counts.add(n);
      }
    }
    if (!counts.contains(job.maxGpus()) && job.maxGpus() < GPUS_IN_NODE) {
      counts.add(job.maxGpus());
    }
    return counts;
  }

  private static void of(Job job, GpuProfile gpu, int n, Consumer<Setup> to) {
    List<Parallelism> schemes =
        n == 1
            ? List.of(Parallelism.DDP)
            : job.parallelism()
                .map(List::of)
                .orElse(
                    List.of(
                        Parallelism.DDP, Parallelism.ZERO1, Parallelism.ZERO2, Parallelism.FSDP));
    List<Checkpointing> kinds =
        job.checkpointing()
            .map(List::of)
            .orElse(List.of(Checkpointing.NONE, Checkpointing.SELECTIVE, Checkpointing.FULL));
    int[] micros =
        job.microBatch().isPresent() ? new int[] {job.microBatch().getAsInt()} : MICRO_BATCHES;
    for (int micro : micros) {
      long together = (long) micro * n;
      boolean even = job.globalBatch() % together == 0;
      boolean forced = micro == 1 || job.microBatch().isPresent();
      if (together > job.globalBatch() || !(even || forced)) {
        continue;
      }
      int accumulation = (int) (job.globalBatch() / together);
      for (Parallelism scheme : schemes) {
        for (Checkpointing kind : kinds) {
          to.accept(setup(job, gpu, n, scheme, micro, accumulation, kind));
        }
      }
    }
  }

  private static Setup setup(
      Job job,
      GpuProfile gpu,
      int n,
      Parallelism scheme,
      int micro,
      int accumulation,
      Checkpointing kind) {
    return new Setup(
        job.model(),
        job.method(),
        job.stack(),
        gpu,
        n,
        nodes(n),
        scheme,
        micro,
        job.work().longest(),
        accumulation,
        kind,
        job.optimizer(),
        job.offloadOptimizer(),
        job.offloadParameters());
  }
}
