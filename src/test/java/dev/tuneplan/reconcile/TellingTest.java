package dev.tuneplan.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Money;
import dev.tuneplan.reconcile.Terms.Factor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TellingTest {
  /** The report of a run whose plan was for one H100. */
  private static final Terms PLAN =
      terms("1", "2.99", "41800000", "0.0000000175", "0.0667", "0.0333", "0", "0");

  private static final Terms ACTUAL =
      terms("2", "2.43", "45100000", "0.0000000213", "0.0901", "0.05", "0.35", "0.18");

  private static Terms terms(
      String gpus, String rate, String tokens, String perToken, String... hours) {
    Map<Factor, BigDecimal> values = new EnumMap<>(Factor.class);
    values.put(Factor.GPUS, new BigDecimal(gpus));
    values.put(Factor.RATE, new BigDecimal(rate));
    values.put(Factor.TOKENS, new BigDecimal(tokens));
    values.put(Factor.THROUGHPUT, new BigDecimal(perToken));
    values.put(Factor.SETUP, new BigDecimal(hours[0]));
    values.put(Factor.OTHER, new BigDecimal(hours[1]));
    values.put(Factor.RETRIES, new BigDecimal(hours[2]));
    values.put(Factor.WASTE, new BigDecimal(hours[3]));
    return new Terms(values);
  }

  private static final Telling TELLING = new Telling(PLAN, ACTUAL);
  private static final Money DIFFERENCE = ACTUAL.cost().minus(PLAN.cost());

  @Test
  void theFixedOrderHasThePublishedFormulas() {
    Map<Factor, Money> lines = TELLING.fixed();
    double r0 = 2.99;
    // N0 r0 (T1 - T0) / X0
    assertThat(amount(lines, Factor.TOKENS)).isCloseTo(r0 * 3_300_000 * 1.75e-8, within(1e-9));
    // N0 r0 T1 (1/X1 - 1/X0)
    assertThat(amount(lines, Factor.THROUGHPUT))
        .isCloseTo(r0 * 45_100_000 * (2.13e-8 - 1.75e-8), within(1e-9));
    assertThat(amount(lines, Factor.SETUP)).isCloseTo(r0 * (0.0901 - 0.0667), within(1e-9));
    assertThat(amount(lines, Factor.OTHER)).isCloseTo(r0 * (0.05 - 0.0333), within(1e-9));
    assertThat(amount(lines, Factor.RETRIES)).isCloseTo(r0 * 0.35, within(1e-9));
    assertThat(amount(lines, Factor.WASTE)).isCloseTo(r0 * 0.18, within(1e-9));
    double hours = 0.0901 + 45_100_000 * 2.13e-8 + 0.05 + 0.35 + 0.18;
    // (N1 - N0) r0 H1, then N1 (r1 - r0) H1
    assertThat(amount(lines, Factor.GPUS)).isCloseTo(r0 * hours, within(1e-9));
    assertThat(amount(lines, Factor.RATE)).isCloseTo(2 * (2.43 - r0) * hours, within(1e-9));
    assertThat(Money.sum(List.copyOf(lines.values()))).isEqualTo(DIFFERENCE);
  }

  @Test
  void everyOrderAddsUpAndShapleyIsTheirAverage() {
    List<List<Factor>> orders = new ArrayList<>();
    permute(new ArrayList<>(List.of(Factor.values())), 0, orders);
    assertThat(orders).hasSize(40_320);
    Map<Factor, BigDecimal> sums = new EnumMap<>(Factor.class);
    for (List<Factor> order : orders) {
      Map<Factor, Money> lines = TELLING.inOrder(order);
      assertThat(Money.sum(List.copyOf(lines.values()))).isEqualTo(DIFFERENCE);
      lines.forEach((f, m) -> sums.merge(f, m.amount(), BigDecimal::add));
    }
    Map<Factor, Money> shapley = TELLING.shapley();
    assertThat(Money.sum(List.copyOf(shapley.values()))).isEqualTo(DIFFERENCE);
    for (Factor factor : Factor.values()) {
      double average = sums.getOrDefault(factor, BigDecimal.ZERO).doubleValue() / orders.size();
      assertThat(amount(shapley, factor)).isCloseTo(average, within(2e-12));
    }
  }

  @Test
  void whatDidNotChangeHasNoPart() {
    Telling same = new Telling(PLAN, PLAN.with(Factor.RATE, ACTUAL));
    same.shapley()
        .forEach((factor, money) ->
            assertThat(money.zero()).as(factor.name()).isEqualTo(factor != Factor.RATE));
    assertThat(same.fixed()).isEqualTo(same.shapley());
  }

  @Test
  void aBridgeThatDoesNotReachTheOtherSideIsRefused() {
    assertThatThrownBy(() ->
            new Bridge(
                Bridge.Method.FIXED,
                Money.of("1"),
                List.of(new Bridge.Line(Effect.TOKENS, Money.of("1"), "")),
                Money.of("2.000000000001")))
        .hasMessageContaining("must reach");
  }

  private static double amount(Map<Factor, Money> lines, Factor factor) {
    return lines.getOrDefault(factor, Money.ZERO).amount().doubleValue();
  }

  private static void permute(List<Factor> factors, int from, List<List<Factor>> orders) {
    if (from == factors.size()) {
      orders.add(List.copyOf(factors));
      return;
    }
    for (int i = from; i < factors.size(); i++) {
      java.util.Collections.swap(factors, from, i);
      permute(factors, from + 1, orders);
      java.util.Collections.swap(factors, from, i);
    }
  }
}
