package dev.tuneplan.plan;

import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackProfile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a run spec asks for, with every name looked up.
 *
 * @param work the data and how it is laid out
 * @param globalBatch sequences in one optimizer step, all GPUs, ≥ 1
 * @param gpus devices that may be used
 * @param minGpus fewest devices, ≥ 1
 * @param maxGpus most devices
 * @param maxNodes most machines
 * @param microBatch when the spec fixes it
 * @param checkpointing when the spec fixes it
 * @param parallelism when the spec fixes it
 * @param usd the budget
 * @param hours the deadline
 */
public record Job(
    ModelShape model,
    Method method,
    StackProfile stack,
    List<GpuProfile> gpus,
    int minGpus,
    int maxGpus,
    int maxNodes,
    Workload work,
    int globalBatch,
    OptionalInt microBatch,
    Optional<Checkpointing> checkpointing,
    Optional<Parallelism> parallelism,
    Optimizer optimizer,
    boolean offloadOptimizer,
    boolean offloadParameters,
    OptionalDouble usd,
    OptionalDouble hours) {
  public Job {
    gpus = List.copyOf(gpus);
    if (globalBatch < 1 || minGpus < 1 || maxGpus < minGpus) {
      throw new IllegalArgumentException(
          "globalBatch and GPUs must be positive, was "
              + globalBatch
              + ", "
              + minGpus
              + ".."
              + maxGpus);
    }
  }
}
