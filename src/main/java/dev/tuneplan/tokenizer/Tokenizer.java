package dev.tuneplan.tokenizer;

import java.util.List;

/** Counts the tokens of texts. Safe for use by several threads at once until it is closed. */
public sealed interface Tokenizer extends AutoCloseable
    permits HuggingFaceTokenizer, OpenAiTokenizer, ApproximateTokenizer {
  /**
   * Tokens of a text, no special tokens added. Special tokens that stand in the text count as one
   * each where the tokenizer knows them.
   */
  int count(String text);

  /**
   * Tokens of a text that goes on from another, and how many of them follow the first in which the
   * two differ: what TRL gives loss to (sft_trainer.py, common_prefix_length, trl 1.16, read
   * 2026-11-25).
   */
  Count continued(String before, String whole);

  /** Special tokens that the tokenizer puts around a text when a trainer encodes it, ≥ 0. */
  default int added() {
    return 0;
  }

  /** Tokens of a text, and how many of them touch at least one of the stretches. */
  Count count(String text, List<Stretch> stretches);

  /**
   * A part of a text.
   *
   * @param from UTF-16 offset of its first character, ≥ 0
   * @param to offset behind its last character, ≥ from
   */
  record Stretch(int from, int to) {
    public Stretch {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException("a stretch must ascend, was " + from + ".." + to);
      }
    }
  }

  /**
   * Tokens of a text.
   *
   * @param all in the whole text, ≥ 0
   * @param inside that touch a stretch, 0..all
   */
  record Count(int all, int inside) {
    public Count {
      if (inside < 0 || inside > all) {
        throw new IllegalArgumentException("inside must be 0.." + all + ", was " + inside);
      }
    }
  }

  @Override
  void close();
}
