package dev.tuneplan.tokens;

/**
 * Tokens of the whole data.
 *
 * @param tokens ≥ 0
 * @param low at least so many with 97.5 % probability
 * @param high at most so many with 97.5 % probability
 */
public record Total(double tokens, double low, double high) {
  /** Of a standard normal, 97.5 % are below. */
  private static final double Z = 1.96;

  public Total {
    if (!(low <= tokens && tokens <= high)) {
      throw new IllegalArgumentException(
          "an interval must hold its value, was " + low + ", " + tokens + ", " + high);
    }
  }

  /** A count of everything. */
  public static Total exactly(double tokens) {
    return new Total(tokens, tokens, tokens);
  }

  /** An estimate with its standard error, in tokens. */
  static Total of(double tokens, double standardError) {
    return new Total(tokens, Math.max(0, tokens - Z * standardError), tokens + Z * standardError);
  }

  /** Half the interval's width, as a share of the value. */
  public double relative() {
    return tokens == 0 ? 0 : (high - low) / (2 * tokens);
  }

  /** Standard deviation of ln(truth ÷ value), with that of the tokenizer added. */
  public double logSd(double tokenizer) {
    return Math.hypot(relative() / Z, tokenizer);
  }
}
