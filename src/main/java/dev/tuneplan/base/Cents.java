package dev.tuneplan.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Money as people read it: in cents, whose sums are right ({@link Rounded}). */
public final class Cents {
  private static final int PLACES = 2;

  private Cents() {}

  /** An amount by itself: rounded half up, as tills do. */
  public static BigDecimal of(Money amount) {
    return amount.amount().setScale(PLACES, RoundingMode.HALF_UP);
  }

  /** Parts whose cents add up to those of their sum. */
  public static List<BigDecimal> of(List<Money> parts) {
    return of(parts, of(Money.sum(parts)));
  }

  /**
   * Parts whose cents add up to a total that is already shown.
   *
   * @param total in whole cents
   */
  public static List<BigDecimal> of(List<Money> parts, BigDecimal total) {
    return Rounded.parts(parts.stream().map(Money::amount).toList(), total, PLACES);
  }
}
