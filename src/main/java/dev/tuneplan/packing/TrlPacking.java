package dev.tuneplan.packing;

import java.util.Arrays;

/**
 * TRL's {@code packing=True} (trl 1.16.0, trl/data_utils.py {@code pack_dataset}, {@code _pack_bfd}
 * and {@code _pack_wrapped}; trl/trainer/sft_trainer.py {@code _prepare_dataset}: nothing is
 * truncated before; read 2026-11-25). The order of rows is not TRL's; their lengths are. With
 * {@code shuffle_dataset=True}, hand over the lengths as shuffled.
 *
 * @param strategy {@code packing_strategy}
 * @param maxLength {@code max_length}: tokens of a row, ≥ 1
 * @param batches how {@code Dataset.map} cuts the data: each batch is packed alone
 */
public record TrlPacking(Strategy strategy, int maxLength, MapBatches batches) implements Packing {
  /** {@code packing_strategy}, in lower case. */
  public enum Strategy {
    /** Best fit, the longest first; examples lose what is over the length. */
    BFD,
    /** The same; what is over the length becomes examples of its own. */
    BFD_SPLIT,
    /** Everything in one string, cut at each multiple of the length. */
    WRAPPED
  }

  public TrlPacking {
    Check.atLeast("max_length", maxLength, 1);
  }

  /** With one process and batches of 1000 examples, as SFTTrainer does by default. */
  public TrlPacking(Strategy strategy, int maxLength) {
    this(strategy, maxLength, MapBatches.DEFAULT);
  }

  @Override
  public Rows rows(int[] lengths) {
    Rows.Builder rows = new Rows.Builder(maxLength);
    LengthBag spaces = new LengthBag(maxLength);
    batches.forEach(
        lengths.length,
        (from, to) -> {
          if (strategy == Strategy.WRAPPED) {
            wrap(lengths, from, to, rows);
          } else {
            fit(fragments(lengths, from, to, rows), spaces, rows);
          }
        });
    return rows.build();
  }

  private void wrap(int[] lengths, int from, int to, Rows.Builder rows) {
    long tokens = Arrays.stream(lengths, from, to).asLongStream().sum();
    for (; tokens > 0; tokens -= maxLength) {
      rows.add((int) Math.min(tokens, maxLength));
    }
  }

  /** What is packed, ascending. */
  private int[] fragments(int[] lengths, int from, int to, Rows.Builder rows) {
    boolean split = strategy == Strategy.BFD_SPLIT;
    Rows.Builder parts = new Rows.Builder(maxLength);
    for (int i = from; i < to; i++) {
      if (lengths[i] == 0) {
        rows.drop(0);
        continue;
      }
      int rest = lengths[i];
      for (; split && rest > maxLength; rest -= maxLength) {
        parts.add(maxLength);
      }
      if (rest > maxLength) {
        rows.truncate(rest - maxLength);
      }
      parts.add(Math.min(rest, maxLength));
    }
    int[] sorted = parts.build().lengths();
    if (sorted.length == 0) {
      throw new TrainerRaises(
          "TRL ends with an error where all examples of one batch are empty: examples %d to %d have no tokens; remove them"
              .formatted(from + 1, to));
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** Best fit: {@code spaces} holds what is free in each open row, and is left empty. */
  private void fit(int[] ascending, LengthBag spaces, Rows.Builder rows) {
    int full = 0;
    for (int i = ascending.length - 1; i >= 0; i--) {
      int space = spaces.ceiling(ascending[i], maxLength);
      if (space < maxLength) {
        spaces.remove(space);
      }
      if (space > ascending[i]) {
        spaces.add(space - ascending[i]);
      } else {
        full++;
      }
    }
    rows.add(maxLength, full);
    while (spaces.size() > 0) {
      int space = spaces.ceiling(1, maxLength);
      rows.add(maxLength - space, spaces.removeAll(space));
    }
  }
}
