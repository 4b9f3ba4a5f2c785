package dev.tuneplan.packing;

import java.util.Arrays;

/**
 * Batches drawn at random without replacement: torch's {@code RandomSampler}, the default of
 * Hugging Face's Trainer (transformers 5.23.0, trainer.py {@code _get_train_sampler}; read
 * 2026-11-25). Padded tokens are exact expected values; only the longest batch without padding is
 * from drawn epochs.
 */
public final class RandomBatches {
  private final int[] ascending;
  private final Batching batching;
  private final PadTo pad;

  /**
   * For one data set.
   *
   * @param rows tokens of each example, or packed row, in any order; is not changed
   */
  public RandomBatches(int[] rows, Batching batching, PadTo pad) {
    ascending = rows.clone();
    Arrays.sort(ascending);
    this.batching = batching;
    this.pad = pad;
  }

  /**
   * The expected padding of an epoch.
   *
   * @param seed for what is drawn
   */
  public Padding padding(long seed) {
    int n = ascending.length;
    long examples = batching.examplesPerEpoch(n);
    if (examples == 0) {
      return new Padding(0, 0, 0, 0, 0, 0);
    }
    double mean = Arrays.stream(ascending).asLongStream().sum() / (double) n;
    long full = examples / batching.microBatch();
    int rest = (int) (examples % batching.microBatch());
    double processed =
        full * expected(batching.microBatch(), mean) + (rest > 0 ? expected(rest, mean) : 0);
    long worst = Epoch.worst(ascending, batching, pad);
    if (pad instanceof PadTo.Free) {
      Drawn drawn = Drawn.epochs(ascending, this::drawn, seed);
      return new Padding(
          processed, 0, mean * examples, drawn.longestBatch(), drawn.longestBatchError(), worst);
    }
    return new Padding(processed, 0, mean * examples, longest(full, rest), 0, worst);
  }

  private Epoch drawn(int[] order) {
    return Epoch.of(order, batching, pad);
  }

  /** Expected tokens of a batch of b rows: its longest is the k-th of n with C(k-1,b-1)/C(n,b). */
  private double expected(int b, double mean) {
    int n = ascending.length;
    int distinct = Math.min(b, n);
    double sum = 0;
    double chance = (double) distinct / n;
    for (int k = n; k >= distinct && chance > 0; k--) {
      sum += chance * pad.tokens(b, ascending[k - 1], 0);
      chance *= k > distinct ? (double) (k - distinct) / (k - 1) : 0;
    }
    return pad instanceof PadTo.Free ? b * mean : sum;
  }

  /**
   * Expected tokens of the longest batch. The longest rows may all be in the incomplete batch, or
   * among those left out; this goes through how many.
   */
  private double longest(long full, int rest) {
    int n = ascending.length;
    int aside = (int) Math.max(0, n - full * batching.microBatch());
    double sum = 0;
    double chance = 1; // that the j longest are aside
    for (int j = 0; j <= aside && j < n && chance > 0; j++) {
      double stays = chance * (n - aside) / (n - j); // and the next one is in a full batch
      long inFull = full == 0 ? 0 : pad.tokens(batching.microBatch(), ascending[n - 1 - j], 0);
      long inRest = j > 0 && rest > 0 ? pad.tokens(rest, ascending[n - 1], 0) : 0;
      sum += stays * Math.max(inFull, inRest);
      chance -= stays;
    }
    return full == 0 ? pad.tokens(rest, ascending[n - 1], 0) : sum;
  }
}
