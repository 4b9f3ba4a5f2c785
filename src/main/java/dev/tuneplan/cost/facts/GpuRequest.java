package dev.tuneplan.cost.facts;

/**
 * GPUs, or parts of them, that a pod asked for.
 *
 * @param resource such as {@code nvidia.com/gpu} or {@code nvidia.com/mig-1g.10gb}; empty: none
 * @param count ≥ 0
 * @param percent of each one's cores, as HAMi's {@code nvidia.com/gpucores} says; else 100
 */
public record GpuRequest(String resource, int count, int percent) {
  /** Of a pod without GPUs. */
  public static final GpuRequest NONE = new GpuRequest("", 0, 100);

  public GpuRequest {
    if (count < 0 || (count == 0) != resource.isEmpty()) {
      throw new IllegalArgumentException(
          "GPUs have a resource and a count, was '" + resource + "', " + count);
    }
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException("percent must be 1..100, was " + percent);
    }
  }
}
