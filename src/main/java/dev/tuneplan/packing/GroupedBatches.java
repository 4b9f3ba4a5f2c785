package dev.tuneplan.packing;

import java.util.Arrays;

/**
 * Batches of similar length: {@code train_sampling_strategy: group_by_length}, called {@code
 * group_by_length: true} before (transformers 5.23.0, trainer_pt_utils.py {@code
 * get_length_grouped_indices}, trainer.py {@code _get_train_sampler}: it groups by what one device
 * takes for a step; read 2026-11-25). Expected values are means over drawn epochs, with their
 * standard errors; the epochs are those of torch's generator with consecutive seeds.
 */
public final class GroupedBatches {
  private static final int MEGABATCH = 50;

  private final int[] rows;
  private final Batching batching;
  private final PadTo pad;

  /**
   * For one data set.
   *
   * @param rows tokens of each example, or packed row; is not changed
   */
  public GroupedBatches(int[] rows, Batching batching, PadTo pad) {
    this.rows = rows.clone();
    this.batching = batching;
    this.pad = pad;
  }

  /**
   * The expected padding of an epoch.
   *
   * @param seed for the first epoch drawn; the next takes the next seed
   */
  public Padding padding(long seed) {
    if (batching.examplesPerEpoch(rows.length) == 0) {
      return new Padding(0, 0, 0, 0, 0, 0);
    }
    int group = Math.multiplyExact(batching.microBatch(), batching.gradientAccumulation());
    Drawn drawn =
        Drawn.epochs(
            rows,
            order -> {
              group(order, group);
              return Epoch.of(order, batching, pad);
            },
            seed);
    int[] ascending = rows.clone();
    Arrays.sort(ascending);
    return new Padding(
        drawn.processed(),
        drawn.processedError(),
        drawn.real(),
        drawn.longestBatch(),
        drawn.longestBatchError(),
        Epoch.worst(ascending, batching, pad));
  }

  /**
   * Puts lengths in random order into that of the sampler: megabatches, each falling, the longest
   * of all first.
   *
   * @param lengths at least 1 of them
   * @param batch the sampler's batch size, ≥ 1
   */
  static void group(int[] lengths, int batch) {
    int n = lengths.length;
    int mega = batch * (int) Math.max(1, Math.min(n / (batch * 4L), MEGABATCH));
    int longest = 0;
    for (int from = 0; from < n; from += mega) {
      int to = Math.min(n, from + mega);
      Arrays.sort(lengths, from, to);
      for (int a = from, b = to - 1; a < b; a++, b--) {
        swap(lengths, a, b);
      }
      longest = lengths[from] > lengths[longest] ? from : longest;
    }
    swap(lengths, 0, longest);
  }

  private static void swap(int[] lengths, int a, int b) {
    int kept = lengths[a];
    lengths[a] = lengths[b];
    lengths[b] = kept;
  }
}
