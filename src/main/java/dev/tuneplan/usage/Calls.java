package dev.tuneplan.usage;

import java.math.BigDecimal;

/**
 * Calls of one kind, added up.
 *
 * @param calls how many, &ge; 0
 * @param logged what the log itself says that they cost, USD; 0 where it says nothing
 * @param withLogged of how many calls the log says it
 */
public record Calls(long calls, Tokens tokens, BigDecimal logged, long withLogged) {
  /** None. */
  public static final Calls NONE = new Calls(0, Tokens.NONE, BigDecimal.ZERO, 0);

  public Calls {
    if (calls < 0 || withLogged < 0 || withLogged > calls) {
      throw new IllegalArgumentException("calls must be >= 0, were " + calls + ", " + withLogged);
    }
  }

  /** Both together. */
  public Calls plus(Calls other) {
    return new Calls(
        Math.addExact(calls, other.calls),
        tokens.plus(other.tokens),
        logged.add(other.logged),
        withLogged + other.withLogged);
  }
}
