package dev.tuneplan.tokenizer;

import java.util.List;

/**
 * Where no tokenizer is at hand: the tokens of OpenAI's o200k_base, whose vocabulary of 200,000 is
 * near those of today's open models. How near was measured with {@code dev/tokens/nearness.py} on
 * the tokenizers of seven families (docs/tokens.md).
 */
public final class ApproximateTokenizer implements Tokenizer {
  /** Standard deviation of ln(their count ÷ ours) over families and kinds of text. */
  static final double ERROR = 0.1;

  private final OpenAiTokenizer near = OpenAiTokenizer.of("o200k_base");

  @Override
  public int count(String text) {
    return near.count(text);
  }

  @Override
  public int[] ids(String text) {
    return near.ids(text);
  }

  @Override
  public Count count(String text, List<Stretch> stretches) {
    return near.count(text, stretches);
  }

  @Override
  public void close() {
    near.close();
  }
}
