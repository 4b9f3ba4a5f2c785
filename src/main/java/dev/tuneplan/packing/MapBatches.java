package dev.tuneplan.packing;

/**
 * How {@code datasets.Dataset.map(batched=True)} cuts a data set: into one stretch for each
 * process, and each stretch into batches (datasets 5.2.0, arrow_dataset.py {@code map} and {@code
 * shard(contiguous=True)}, read 2026-11-25). What packs inside {@code map} packs each batch alone.
 *
 * @param size examples in a batch, ≥ 1
 * @param processes {@code num_proc}, ≥ 1; no more are used than there are examples
 */
public record MapBatches(int size, int processes) {
  /** What {@code map} does unless told otherwise. */
  public static final MapBatches DEFAULT = new MapBatches(1000, 1);

  public MapBatches {
    Check.atLeast("examples in a batch", size, 1);
    Check.atLeast("processes", processes, 1);
  }

  /** Takes one batch: from the first example to before the last. */
  interface Batch {
    void take(int from, int to);
  }

  void forEach(int examples, Batch batch) {
    int shards = Math.max(1, Math.min(processes, examples));
    int each = examples / shards;
    int more = examples % shards;
    for (int shard = 0; shard < shards; shard++) {
      int start = each * shard + Math.min(shard, more);
      int end = start + each + (shard < more ? 1 : 0);
      for (int from = start; from < end; from += size) {
        batch.take(from, Math.min(end, from + size));
      }
    }
  }
}
