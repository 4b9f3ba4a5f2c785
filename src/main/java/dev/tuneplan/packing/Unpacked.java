package dev.tuneplan.packing;

/**
 * Each example a row of its own, what is over the length truncated or dropped. TRL's {@code
 * max_length} truncates (trl 1.16.0, sft_trainer.py {@code _prepare_dataset}), so do LLaMA-Factory
 * and torchtune while they encode; axolotl drops what is longer than {@code sequence_len} or
 * shorter than {@code min_sample_len}, or takes the short ones out and truncates with {@code
 * excess_length_strategy: truncate} (axolotl 0.19.0, utils/data/utils.py {@code
 * handle_long_seq_in_dataset}); read 2026-11-25. Rows keep the order of the examples.
 *
 * @param length tokens of a row, ≥ 1
 * @param longer what happens to longer examples
 * @param shortest shorter examples are dropped, ≥ 0
 */
public record Unpacked(int length, Longer longer, int shortest) implements Packing {
  /** axolotl's {@code min_sample_len} where none is given. */
  public static final int AXOLOTL_SHORTEST = 2;

  /** What happens to examples over the length. */
  public enum Longer {
    /** They lose their end. */
    TRUNCATE,
    /** They are left out. */
    DROP
  }

  public Unpacked {
    Check.atLeast("length", length, 1);
    Check.atLeast("shortest", shortest, 0);
  }

  /** TRL, LLaMA-Factory and torchtune. */
  public static Unpacked truncating(int length) {
    return new Unpacked(length, Longer.TRUNCATE, 0);
  }

  /** axolotl unless told otherwise. */
  public static Unpacked axolotl(int sequenceLen) {
    return new Unpacked(sequenceLen, Longer.DROP, AXOLOTL_SHORTEST);
  }

  @Override
  public Rows rows(int[] lengths) {
    Rows.Builder rows = new Rows.Builder(length);
    for (int tokens : lengths) {
      boolean over = tokens > length;
      if (tokens < shortest || (over && longer == Longer.DROP)) {
        rows.drop(tokens);
        continue;
      }
      if (over) {
        rows.truncate(tokens - length);
      }
      rows.add(Math.min(tokens, length));
    }
    return rows.build();
  }
}
