package dev.tuneplan.usage;

import dev.tuneplan.base.Money;

/**
 * Some models together.
 *
 * @param usd 0 for unpriced ones, which have no cost that is known
 */
public record Sum(int models, long calls, Tokens tokens, Money usd) {
  /** Nothing. */
  public static final Sum NONE = new Sum(0, 0, Tokens.NONE, Money.ZERO);

  /** With one more. */
  Sum plus(ModelCost m) {
    return new Sum(
        models + 1,
        Math.addExact(calls, m.calls()),
        tokens.plus(m.tokens()),
        usd.plus(m.usd().orElse(Money.ZERO)));
  }
}
