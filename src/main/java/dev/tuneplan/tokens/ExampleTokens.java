package dev.tuneplan.tokens;

/** Tokens of one example. */
public sealed interface ExampleTokens {
  /**
   * An example that was counted.
   *
   * @param real tokens that the model reads, ≥ 0
   * @param loss those that carry loss, 0..real; {@link #UNKNOWN} where the template does not tell
   */
  record Counted(int real, int loss) implements ExampleTokens {
    /** Loss that cannot be told. An int, because millions of them are kept. */
    static final int UNKNOWN = -1;

    public Counted {
      if (real < 0 || loss < UNKNOWN || loss > real) {
        throw new IllegalArgumentException("loss must be 0.." + real + ", was " + loss);
      }
    }
  }

  /**
   * An example that the trainer would refuse.
   *
   * @param reason in words that a user understands
   */
  record Refused(String reason) implements ExampleTokens {}
}
