package dev.tuneplan.packing;

/**
 * Tokens that an epoch processes on all devices.
 *
 * @param processed padding included, the expected value
 * @param processedError standard error of it, 0 where it is exact
 * @param real without padding, the expected value; what is met twice counts twice
 * @param longestBatch tokens of the epoch's longest batch on one device, the expected value
 * @param longestBatchError standard error of it, 0 where it is exact
 * @param worstBatch tokens that no batch exceeds, and that one reaches in some order
 */
public record Padding(
    double processed,
    double processedError,
    double real,
    double longestBatch,
    double longestBatchError,
    long worstBatch) {
  public Padding {
    if (!(processedError >= 0 && longestBatchError >= 0)) {
      throw new IllegalArgumentException("errors must be at least 0");
    }
    Check.atLeast("worst batch", worstBatch, 0);
  }

  /** Padding ÷ all tokens, 0 to 1. */
  public double waste() {
    return processed == 0 ? 0 : 1 - real / processed;
  }
}
