package dev.tuneplan.packing;

/** How long the rows of a batch are made. */
public sealed interface PadTo {
  /**
   * As long as the longest, rounded up.
   *
   * @param multiple {@code pad_to_multiple_of}, ≥ 1: 1 for TRL, 8 for LLaMA-Factory (0.9.5,
   *     train/sft/workflow.py), 64 for axolotl (0.19.0, core/builders/causal.py)
   */
  record Longest(int multiple) implements PadTo {
    public Longest {
      Check.atLeast("pad_to_multiple_of", multiple, 1);
    }

    @Override
    public long tokens(long rows, int longest, long sum) {
      return rows * Math.multiplyExact(Math.ceilDiv(longest, multiple), multiple);
    }
  }

  /**
   * One length for all: torchtune's and LLaMA-Factory's packed rows, axolotl's {@code
   * pad_to_sequence_len: true}, for which it rounds {@code sequence_len} up to a multiple of 64.
   *
   * @param length tokens, ≥ 1
   */
  record Fixed(int length) implements PadTo {
    public Fixed {
      Check.atLeast("length", length, 1);
    }

    @Override
    public long tokens(long rows, int longest, long sum) {
      return rows * Math.max(length, longest);
    }
  }

  /** Not at all: {@code padding_free}, and packed rows that are flattened into one string. */
  record Free() implements PadTo {
    @Override
    public long tokens(long rows, int longest, long sum) {
      return sum;
    }
  }

  /**
   * Tokens of a batch.
   *
   * @param rows how many
   * @param longest tokens of the longest
   * @param sum tokens of all
   */
  long tokens(long rows, int longest, long sum);
}
