package dev.tuneplan.packing;

/**
 * LLaMA-Factory's {@code packing: true} (llamafactory 0.9.5, data/processor/processor_utils.py
 * {@code greedy_knapsack}, data/processor/supervised.py, hparams/data_args.py: one token is taken
 * off {@code cutoff_len} and given back as padding, so that every row has {@code cutoff_len}; read
 * 2026-11-25). Longer examples are truncated while they are encoded. The order of rows is
 * LLaMA-Factory's.
 *
 * @param cutoffLen {@code cutoff_len}: tokens of a row, ≥ 2
 * @param batches {@code preprocessing_batch_size} and {@code preprocessing_num_workers}: each batch
 *     is packed alone
 */
public record LlamaFactoryPacking(int cutoffLen, MapBatches batches) implements Packing {
  public LlamaFactoryPacking {
    Check.atLeast("cutoff_len", cutoffLen, 2);
  }

  /** With batches of 1000 examples and one worker, the defaults. */
  public LlamaFactoryPacking(int cutoffLen) {
    this(cutoffLen, MapBatches.DEFAULT);
  }

  @Override
  public Rows rows(int[] lengths) {
    int capacity = cutoffLen - 1;
    Rows.Builder rows = new Rows.Builder(cutoffLen);
    LengthBag left = new LengthBag(capacity);
    batches.forEach(
        lengths.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            if (lengths[i] > capacity) {
              rows.truncate(lengths[i] - capacity);
            }
            left.add(Math.min(lengths[i], capacity));
          }
          while (left.size() > 0) {
            rows.add(knapsack(left, capacity));
          }
        });
    return rows.build();
  }

  /** Takes the longest that fits, again and again; gives the tokens taken. */
  private static int knapsack(LengthBag left, int capacity) {
    int room = capacity;
    for (int next = left.floor(room, -1); next >= 0; next = left.floor(room, -1)) {
      left.remove(next);
      room -= next;
    }
    return capacity - room;
  }
}
