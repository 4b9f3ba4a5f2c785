package dev.tuneplan.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rounds numbers for people so that what they add up by hand is what is written below the line: the
 * method of the largest remainder (Hare-Niemeyer). No part moves by a unit of its last place or
 * more, unless the total that is asked for is itself further off than its parts have room for.
 */
public final class Rounded {
  private Rounded() {}

  /**
   * Parts that add up to a total.
   *
   * @param total with at most so many places
   * @param places decimals of each part
   */
  public static List<BigDecimal> parts(List<BigDecimal> exact, BigDecimal total, int places) {
    List<BigDecimal> shown = new ArrayList<>();
    exact.forEach(p -> shown.add(p.setScale(places, RoundingMode.FLOOR)));
    BigDecimal sum = shown.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    long missing = total.subtract(sum).movePointRight(places).longValueExact();
    if (exact.isEmpty() && missing != 0) {
      throw new IllegalArgumentException("no parts cannot add up to " + total);
    }
    Comparator<Integer> byRemainder =
        Comparator.comparing(i -> exact.get(i).subtract(shown.get(i)));
    List<Integer> order =
        IntStream.range(0, exact.size())
            .boxed()
            .sorted(missing > 0 ? byRemainder.reversed() : byRemainder)
            .toList();
    BigDecimal step = BigDecimal.ONE.movePointLeft(places).multiply(sign(missing));
    for (int i = 0; i < Math.abs(missing); i++) {
      int part = order.get(i % order.size());
      shown.set(part, shown.get(part).add(step));
    }
    return List.copyOf(shown);
  }

  private static BigDecimal sign(long missing) {
    return BigDecimal.valueOf(Long.signum(missing));
  }
}
