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
 * @param tokens processed in the whole run, all epochs
 * @param globalBatch sequences in one optimizer step, all GPUs
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
    int sequence,
    double tokens,
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
    if (!(tokens > 0) || globalBatch < 1) {
      throw new IllegalArgumentException(
          "tokens and globalBatch must be positive, was " + tokens + ", " + globalBatch);
    }
  }
}
