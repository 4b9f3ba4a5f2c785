package dev.tuneplan.managed;

import java.math.BigDecimal;

/**
 * Tokens of one call or of many; averages may have a fraction.
 *
 * @param input all that were sent, at least 0
 * @param cached those of them that were in the provider's cache, at most {@code input}
 * @param output all that came back, at least 0
 */
public record TokenCount(BigDecimal input, BigDecimal cached, BigDecimal output) {
  public TokenCount {
    if (cached.signum() < 0 || output.signum() < 0 || input.compareTo(cached) < 0) {
      throw new IllegalArgumentException(
          "tokens must not be negative, nor more cached than sent: "
              + input
              + ", "
              + cached
              + ", "
              + output);
    }
  }

  /** Whole tokens. */
  public static TokenCount of(long input, long cached, long output) {
    return new TokenCount(
        BigDecimal.valueOf(input), BigDecimal.valueOf(cached), BigDecimal.valueOf(output));
  }

  /** Input that was not cached. */
  public BigDecimal fresh() {
    return input.subtract(cached);
  }

  /** So many times as much. */
  public TokenCount times(BigDecimal factor) {
    return new TokenCount(input.multiply(factor), cached.multiply(factor), output.multiply(factor));
  }
}
