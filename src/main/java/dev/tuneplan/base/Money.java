package dev.tuneplan.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * An amount of money of one currency, exact to a billionth of a thousandth: sums and differences
 * lose nothing, and only what is shown is rounded to cents ({@link Cents}).
 *
 * @param amount with 12 decimals; what has more is rounded half to even
 */
public record Money(BigDecimal amount) implements Comparable<Money> {
  /** Decimals that are kept. */
  public static final int SCALE = 12;

  /** Nothing. */
  public static final Money ZERO = new Money(BigDecimal.ZERO);

  public Money {
    amount = amount.setScale(SCALE, RoundingMode.HALF_EVEN);
  }

  /** An amount as a decimal number is written. */
  public static Money of(String amount) {
    return new Money(new BigDecimal(amount));
  }

  /** All of them together. */
  public static Money sum(List<Money> parts) {
    return parts.stream().reduce(ZERO, Money::plus);
  }

  /** Both together. */
  public Money plus(Money other) {
    return new Money(amount.add(other.amount));
  }

  /** The difference. */
  public Money minus(Money other) {
    return new Money(amount.subtract(other.amount));
  }

  /** Whether it is nothing. */
  public boolean zero() {
    return amount.signum() == 0;
  }

  @Override
  public int compareTo(Money other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public String toString() {
    return amount.stripTrailingZeros().toPlainString();
  }
}
