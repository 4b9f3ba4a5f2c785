package dev.tuneplan.launch;

import java.util.List;
import java.util.Optional;

/**
 * The candidate that is launched, exactly.
 *
 * @param gpu the GPU profile's id
 * @param gpus in the job, ≥ 1
 * @param nodes machines, a divisor of gpus
 * @param parallelism ddp, zero1, zero2, zero3 or fsdp
 * @param microBatch sequences in one micro-step on one GPU, ≥ 1
 * @param accumulation micro-steps in one optimizer step, ≥ 1
 * @param checkpointing none, selective, full or offload
 * @param tight whether it fits with a chance of running out of memory above 5 %
 * @param productLabels values of nvidia.com/gpu.product that have this GPU
 * @param targets last names of the modules with adapters; empty: every linear one
 * @param attention sdpa, eager or flash
 * @param price what its machines cost; empty: unpriced
 */
public record Chosen(
    String gpu,
    int gpus,
    int nodes,
    String parallelism,
    int microBatch,
    int accumulation,
    String checkpointing,
    boolean tight,
    List<String> productLabels,
    List<String> targets,
    String attention,
    Optional<Price> price) {
  /**
   * What its machines cost.
   *
   * @param usdPerHour of one machine
   * @param machines how many are paid for
   */
  public record Price(
      String provider,
      String region,
      String instanceType,
      int machines,
      boolean spot,
      double usdPerHour,
      String date) {
    /** USD per hour of the whole job. */
    public double jobPerHour() {
      return usdPerHour * machines;
    }
  }

  public Chosen {
    productLabels = List.copyOf(productLabels);
    targets = List.copyOf(targets);
    if (gpus < 1 || nodes < 1 || gpus % nodes != 0) {
      throw new IllegalArgumentException(
          "gpus must be a multiple of nodes, was " + gpus + " on " + nodes);
    }
    if (microBatch < 1 || accumulation < 1) {
      throw new IllegalArgumentException(
          "microBatch and accumulation must be >= 1, was " + microBatch + ", " + accumulation);
    }
  }

  /** GPUs on one machine. */
  public int gpusPerNode() {
    return gpus / nodes;
  }

  /** Whether the run may lose its machines. */
  public boolean spot() {
    return price.map(Price::spot).orElse(false);
  }
}
