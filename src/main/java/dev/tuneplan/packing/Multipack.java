package dev.tuneplan.packing;

/**
 * axolotl's {@code sample_packing: true} on examples in the order drawn (axolotl 0.19.0,
 * utils/samplers/multipack.py {@code pack_parallel}, {@code pack_group}, {@code
 * allocate_sequentially}; read 2026-11-25). First fit in the order given, not the longest first as
 * its comment has it; each group is packed alone. Rows come in axolotl's order. An example longer
 * than a row makes a row of its own that is too long: take such out first, as axolotl does ({@link
 * Unpacked#axolotl}).
 *
 * @param capacity tokens of a row, ≥ 1: {@code batch_max_len}
 * @param groupSize {@code sample_packing_group_size}, ≥ 1
 * @param binSize {@code sample_packing_bin_size}: examples in a row at most, ≥ 1
 * @param sequential {@code sample_packing_sequentially}: one after the other, without group or bin
 *     size
 */
public record Multipack(int capacity, int groupSize, int binSize, boolean sequential)
    implements Packing {
  /** axolotl 0.19.0's default of {@code sample_packing_group_size} (utils/schemas/config.py). */
  public static final int GROUP_SIZE = 100_000;

  /** axolotl 0.19.0's default of {@code sample_packing_bin_size} (utils/schemas/config.py). */
  public static final int BIN_SIZE = 200;

  public Multipack {
    Check.atLeast("capacity", capacity, 1);
    Check.atLeast("sample_packing_group_size", groupSize, 1);
    Check.atLeast("sample_packing_bin_size", binSize, 1);
  }

  /** With axolotl's defaults. */
  public Multipack(int capacity) {
    this(capacity, GROUP_SIZE, BIN_SIZE, false);
  }

  @Override
  public Rows rows(int[] lengths) {
    Rows.Builder rows = new Rows.Builder(capacity);
    if (sequential) {
      sequentially(lengths, rows);
      return rows.build();
    }
    for (int from = 0; from < lengths.length; from += groupSize) {
      int to = (int) Math.min(lengths.length, (long) from + groupSize);
      FirstFit bins = new FirstFit(capacity, binSize, to - from);
      for (int i = from; i < to; i++) {
        bins.place(lengths[i]);
      }
      bins.addTo(rows);
    }
    return rows.build();
  }

  private void sequentially(int[] lengths, Rows.Builder rows) {
    int open = 0;
    boolean any = false;
    for (int tokens : lengths) {
      if (tokens > capacity - open) {
        if (any) {
          rows.add(open);
        }
        open = 0;
      }
      open += tokens;
      any = true;
    }
    if (any) {
      rows.add(open);
    }
  }
}
