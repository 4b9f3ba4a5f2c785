package dev.tuneplan.managed;

import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What tokens cost, USD for each 1M, exact.
 *
 * @param input tokens that are sent, at least 0
 * @param output tokens that come back, at least 0
 * @param cachedInput sent tokens that were in the provider's cache; empty: no such rate is known,
 *     and they cost what other input costs
 * @param batchInput sent in a batch; empty: not known
 * @param batchOutput back from a batch; empty: not known
 */
public record TokenRates(
    BigDecimal input,
    BigDecimal output,
    Optional<BigDecimal> cachedInput,
    Optional<BigDecimal> batchInput,
    Optional<BigDecimal> batchOutput) {
  private static final int MILLION_DIGITS = 6;

  public TokenRates {
    if (input.signum() < 0 || output.signum() < 0) {
      throw new IllegalArgumentException("rates must not be negative");
    }
  }

  /** What cached input costs: its own rate, or that of other input where there is none. */
  public BigDecimal cached() {
    return cachedInput.orElse(input);
  }

  /**
   * What tokens cost outside of batches; exact for rates with up to six decimals.
   *
   * @param tokens cached ones are a part of input, and are billed once
   */
  public Money cost(TokenCount tokens) {
    return million(
        tokens
            .fresh()
            .multiply(input)
            .add(tokens.cached().multiply(cached()))
            .add(tokens.output().multiply(output)));
  }

  /** What tokens in a batch cost; empty where no batch rate is known. */
  public Optional<Money> batchCost(TokenCount tokens) {
    return batchInput.flatMap(in ->
        batchOutput.map(
            out -> million(tokens.input().multiply(in).add(tokens.output().multiply(out)))));
  }

  private static Money million(BigDecimal tokensTimesRate) {
    return new Money(tokensTimesRate.movePointLeft(MILLION_DIGITS));
  }
}
