package dev.tuneplan.cost.facts;

/**
 * What a machine's labels say of its GPUs (NVIDIA's feature discovery).
 *
 * @param product such as {@code NVIDIA-H100-80GB-HBM3}, with {@code -SHARED} or {@code
 *     -MIG-1g.10gb} behind it as the labels have it
 * @param replicas pods that share one, ≥ 1
 * @param sharing {@code none}, {@code time-slicing} or {@code mps}
 */
public record NodeGpus(String product, int replicas, String sharing) {
  public NodeGpus {
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas must be >= 1, was " + replicas);
    }
  }
}
