package dev.tuneplan.packing;

/**
 * Means over drawn epochs.
 *
 * @param processed tokens of an epoch with padding
 * @param processedError standard error of it
 * @param real tokens of an epoch without padding
 * @param longestBatch tokens of an epoch's longest batch
 * @param longestBatchError standard error of it
 */
record Drawn(
    double processed,
    double processedError,
    double real,
    double longestBatch,
    double longestBatchError) {
  /** Rows drawn at most, over all epochs: under a second. */
  private static final int ROWS = 10_000_000;

  private static final int MOST = 32;
  private static final int FEWEST = 3;

  /** What an epoch does with rows in random order; may change the array. */
  interface Trial {
    Epoch run(int[] order);
  }

  /** Epochs with torch's permutations of the seeds {@code seed}, {@code seed + 1} and so on. */
  static Drawn epochs(int[] rows, Trial trial, long seed) {
    int times = Math.clamp(ROWS / Math.max(1, rows.length), FEWEST, MOST);
    Moments processed = new Moments();
    Moments real = new Moments();
    Moments longest = new Moments();
    for (int i = 0; i < times; i++) {
      int[] order = Lengths.inOrder(rows, new TorchRandom(seed + i).permutation(rows.length));
      Epoch epoch = trial.run(order);
      processed.add(epoch.processed());
      real.add(epoch.real());
      longest.add(epoch.longestBatch());
    }
    return new Drawn(processed.mean, processed.error(), real.mean, longest.mean, longest.error());
  }

  /** Mean and spread, by Welford's method. */
  private static final class Moments {
    private int count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double off = value - mean;
      mean += off / count;
      squares += off * (value - mean);
    }

    double error() {
      return Math.sqrt(squares / (count - 1) / count);
    }
  }
}
