package dev.tuneplan.testing;

import dev.tuneplan.tokenizer.HuggingFaceTokenizer;
import dev.tuneplan.tokenizer.OpenAiTokenizer;
import dev.tuneplan.tokenizer.Tokenizer;

/** Ids of tokens, where a tokenizer has them. */
public final class Ids {
  private Ids() {}

  public static int[] of(Tokenizer tokenizer, String text) {
    return switch (tokenizer) {
      case HuggingFaceTokenizer t -> t.ids(text);
      case OpenAiTokenizer t -> t.ids(text);
      default -> throw new AssertionError("an approximation has no ids");
    };
  }
}
