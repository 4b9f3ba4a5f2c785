package dev.tuneplan.packing;

/**
 * How examples or rows become batches and steps.
 *
 * @param microBatch rows of one forward pass on one device, ≥ 1
 * @param gradientAccumulation forward passes of one step, ≥ 1
 * @param worldSize devices that get data of their own, ≥ 1
 * @param dropLast whether an incomplete last batch is left out: {@code dataloader_drop_last}
 */
public record Batching(int microBatch, int gradientAccumulation, int worldSize, boolean dropLast) {
  public Batching {
    Check.atLeast("micro batch", microBatch, 1);
    Check.atLeast("gradient accumulation", gradientAccumulation, 1);
    Check.atLeast("world size", worldSize, 1);
  }

  /** One device, no accumulation, nothing left out. */
  public static Batching of(int microBatch) {
    return new Batching(microBatch, 1, 1, false);
  }

  /**
   * Batches that one device gets in an epoch: torch's {@code DataLoader} behind accelerate's {@code
   * BatchSamplerShard} (accelerate 1.15.0, data_loader.py, {@code even_batches}: batches are made
   * up from the epoch's first examples until each device has as many; read 2026-11-25).
   *
   * @param rows rows of the data set, ≥ 0
   */
  public long batchesPerDevice(long rows) {
    long batches = dropLast ? rows / microBatch : Math.ceilDiv(rows, microBatch);
    return dropLast ? batches / worldSize : Math.ceilDiv(batches, worldSize);
  }

  /** Examples of an epoch on all devices, those that are met twice counted twice. */
  public long examplesPerEpoch(long rows) {
    if (worldSize == 1 && !dropLast) {
      return rows;
    }
    return batchesPerDevice(rows) * worldSize * microBatch;
  }

  /** Rows of one step on all devices. */
  public long globalBatch() {
    return (long) microBatch * gradientAccumulation * worldSize;
  }
}
