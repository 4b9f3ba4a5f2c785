package dev.tuneplan.usage;

/**
 * Tokens of one call or of many.
 *
 * @param input all that was read, cached tokens among them, &ge; 0
 * @param cached those of the input that came out of a cache, 0..input
 * @param output all that was written, &ge; 0
 * @param unusual tokens that have rates of their own, which price lists of text do not tell: audio,
 *     and what was written into a cache; &ge; 0
 */
public record Tokens(long input, long cached, long output, long unusual) {
  /** None. */
  public static final Tokens NONE = new Tokens(0, 0, 0, 0);

  public Tokens {
    if (input < 0 || cached < 0 || output < 0 || unusual < 0) {
      throw new IllegalArgumentException(
          "tokens must be >= 0, were " + input + ", " + cached + ", " + output + ", " + unusual);
    }
    if (cached > input) {
      throw new IllegalArgumentException(
          "cached must be a part of input " + input + ", was " + cached);
    }
  }

  /**
   * Both together.
   *
   * @throws ArithmeticException when a sum is more than a long holds
   */
  public Tokens plus(Tokens other) {
    return new Tokens(
        Math.addExact(input, other.input),
        Math.addExact(cached, other.cached),
        Math.addExact(output, other.output),
        Math.addExact(unusual, other.unusual));
  }
}
