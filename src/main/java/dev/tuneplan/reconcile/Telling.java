package dev.tuneplan.reconcile;

import dev.tuneplan.base.Money;
import dev.tuneplan.reconcile.Terms.Factor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tells apart what each factor did to the cost. In any order the steps add up by themselves, each
 * being the difference of two costs.
 *
 * @param plan as planned
 * @param actual as it was
 */
record Telling(Terms plan, Terms actual) {

  /** One after the other in an order that names every factor once. */
  Map<Factor, Money> inOrder(List<Factor> order) {
    Map<Factor, Money> effects = new EnumMap<>(Factor.class);
    int set = 0;
    Money before = plan.cost();
    for (Factor factor : order) {
      set |= 1 << factor.ordinal();
      int changed = set;
      Money next =
          Terms.cost(Terms.perHour(f -> value(changed, f)), Terms.hours(f -> value(changed, f)));
      effects.put(factor, next.minus(before));
      before = next;
    }
    return effects;
  }

  /** In the published order. */
  Map<Factor, Money> fixed() {
    return inOrder(List.of(Factor.values()));
  }

  /**
   * The average over all orders, by the costs of all subsets (Shapley 1953). What the division
   * leaves is given to the largest remainders, so that the sum stays exact.
   */
  Map<Factor, Money> shapley() {
    Factor[] factors = Factor.values();
    int n = factors.length;
    BigInteger[] weights = new BigInteger[n];
    for (int size = 0; size < n; size++) {
      // so many orders have a set of this size before a factor
      weights[size] = orders(size).multiply(orders(n - size - 1));
    }
    Money[] costs = costs(n);
    BigInteger[] sums = new BigInteger[n];
    Arrays.fill(sums, BigInteger.ZERO);
    for (int set = 0; set < costs.length; set++) {
      BigInteger weight = weights[Math.min(Integer.bitCount(set), n - 1)];
      for (int i = 0; i < n; i++) {
        if ((set & 1 << i) == 0) {
          BigInteger step = units(costs[set | 1 << i].minus(costs[set]));
          sums[i] = sums[i].add(step.multiply(weight));
        }
      }
    }
    return shared(factors, sums, orders(n), units(costs[costs.length - 1].minus(costs[0])));
  }

  /**
   * The cost with the factors of each set as they were and all others as planned. Hours and prices
   * do not depend on each other: each is computed once for each of its own sets.
   */
  private Money[] costs(int n) {
    int ofHours = Factor.GPUS.ordinal();
    BigDecimal[] hours = new BigDecimal[1 << ofHours];
    for (int set = 0; set < hours.length; set++) {
      int changed = set;
      hours[set] = Terms.hours(f -> value(changed, f));
    }
    BigDecimal[] perHour = new BigDecimal[1 << n - ofHours];
    for (int set = 0; set < perHour.length; set++) {
      int changed = set << ofHours;
      perHour[set] = Terms.perHour(f -> value(changed, f));
    }
    Money[] costs = new Money[1 << n];
    for (int set = 0; set < costs.length; set++) {
      costs[set] = Terms.cost(perHour[set >> ofHours], hours[set & hours.length - 1]);
    }
    return costs;
  }

  private BigDecimal value(int changed, Factor factor) {
    return (changed & 1 << factor.ordinal()) == 0 ? plan.of(factor) : actual.of(factor);
  }

  private static BigInteger units(Money money) {
    return money.amount().unscaledValue();
  }

  private static BigInteger orders(int n) {
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return product;
  }

  private static Map<Factor, Money> shared(
      Factor[] factors, BigInteger[] sums, BigInteger all, BigInteger total) {
    BigInteger[] units = new BigInteger[factors.length];
    BigInteger left = total;
    for (int i = 0; i < units.length; i++) {
      units[i] =
          new BigDecimal(sums[i]).divide(new BigDecimal(all), 0, RoundingMode.FLOOR).toBigInteger();
      left = left.subtract(units[i]);
    }
    Integer[] order = new Integer[units.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> sums[b].mod(all).compareTo(sums[a].mod(all)));
    for (int i = 0; i < left.intValueExact(); i++) {
      units[order[i]] = units[order[i]].add(BigInteger.ONE);
    }
    Map<Factor, Money> effects = new EnumMap<>(Factor.class);
    for (int i = 0; i < units.length; i++) {
      effects.put(factors[i], new Money(new BigDecimal(units[i], Money.SCALE)));
    }
    return effects;
  }
}
