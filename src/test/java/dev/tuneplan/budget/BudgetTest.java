package dev.tuneplan.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");

  private static Budget budget(String scope, String amount, boolean refuses) {
    return new Budget(
        Scope.of(scope).orElseThrow(),
        Period.MONTH,
        Money.of(amount),
        "USD",
        Budget.USUAL,
        refuses);
  }

  private static Spend spend(String project, String run, String spent, String committed) {
    return new Spend(
        Map.of("tuneplan.dev/project", project, "run", run),
        Money.of(spent),
        Money.of(committed),
        "USD");
  }

  private static List<Standing> standings(Budget budget, Spend... spends) {
    return Standing.of(List.of(budget), Map.of(Period.MONTH, List.of(spends)), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "MONTH, 2026-11-25T14:00:00Z, 2026-11-01T00:00:00Z, 2026-11",
    "MONTH, 2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2027-01",
    "MONTH, 2026-12-31T23:59:59.999Z, 2026-12-01T00:00:00Z, 2026-12",
    "QUARTER, 2026-11-25T14:00:00Z, 2026-10-01T00:00:00Z, 2026-Q4",
    "QUARTER, 2026-03-31T23:59:59Z, 2026-01-01T00:00:00Z, 2026-Q1",
    "QUARTER, 2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-Q2",
    "YEAR, 2026-11-25T14:00:00Z, 2026-01-01T00:00:00Z, 2026",
    "TOTAL, 2026-11-25T14:00:00Z, 1970-01-01T00:00:00Z, total",
  })
  void periodsAreThoseOfTheCalendar(Period period, Instant at, Instant from, String name) {
    assertThat(period.from(at)).isEqualTo(from);
    assertThat(period.name(at)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "project=support, true",
    "project=search, false",
    "tuneplan.dev/project=support, true",
    "project=*, true",
    "owner=*, false",
    "run=r1, true",
    "run=r, false",
    "all, true",
  })
  void aScopeHoldsWhatHasItsLabel(String scope, boolean holds) {
    assertThat(Scope.of(scope).orElseThrow().holds(spend("support", "r1", "1", "0").labels()))
        .isEqualTo(holds);
    assertThat(Scope.of(scope).orElseThrow()).hasToString(scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "project", "project=", "=support", "all=x"})
  void whatIsNoScopeIsNone(String text) {
    assertThat(Scope.of(text)).isEmpty();
  }

  @Test
  void whatIsSpentAndCommittedCounts() {
    Standing s =
        standings(
                budget("project=support", "100", true),
                spend("support", "r1", "30.5", "0"),
                spend("support", "r2", "10", "39.499999999999"),
                spend("search", "r3", "1000", "0"))
            .getFirst();
    assertThat(s.spent()).isEqualTo(Money.of("40.5"));
    assertThat(s.percent()).as("rounded down").isEqualTo(79);
    assertThat(s.reached()).hasValue(50);
    assertThat(s.over()).isFalse();
    Map<String, String> labels = Map.of("project", "support");
    assertThat(s.tooMuch(labels, Money.of("20.000000000001"), "USD")).isEmpty();
    assertThat(s.tooMuch(labels, Money.of("20.000000000002"), "USD"))
        .hasValue(Money.of("0.000000000001"));
    assertThat(s.tooMuch(Map.of("project", "search"), Money.of("500"), "USD")).isEmpty();
    assertThat(s.tooMuch(labels, Money.of("500"), "EUR")).isEmpty();
  }

  @Test
  void aBudgetForEachStandsForEachByItself() {
    List<Standing> all =
        standings(
            budget("run=*", "50", true),
            spend("support", "r1", "10", "0"),
            spend("support", "r2", "51", "0"));
    assertThat(all)
        .extracting(s -> s.budget().scope().toString())
        .containsExactly("run=r1", "run=r2");
    assertThat(all).extracting(Standing::over).containsExactly(false, true);
    assertThat(standings(budget("run=*", "50", true))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void standingsAddUpHoweverSpendsAreCut(long seed) {
    Random random = new Random(seed);
    List<Spend> spends = new ArrayList<>();
    Money sum = Money.ZERO;
    for (int i = 0; i < 500; i++) {
      Money spent = new Money(BigDecimal.valueOf(random.nextLong(1L << 50), 12));
      boolean other = random.nextInt(5) == 0;
      String currency = random.nextInt(7) == 0 ? "EUR" : "USD";
      spends.add(new Spend(Map.of("project", other ? "b" : "a"), spent, Money.ZERO, currency));
      sum = other || currency.equals("EUR") ? sum : sum.plus(spent);
    }
    Standing s =
        standings(budget("project=a", "1000", true), spends.toArray(Spend[]::new)).getFirst();
    assertThat(s.used()).isEqualTo(sum);
    Optional<Integer> reached = s.reached();
    int percent = s.percent();
    assertThat(Budget.USUAL.stream().filter(t -> t <= percent).max(Integer::compare))
        .isEqualTo(reached);
  }

  @Test
  void anAlertSaysAllInOneLine() {
    Standing s =
        standings(budget("project=support", "100", true), spend("support", "r1", "70", "12.345"))
            .getFirst();
    assertThat(Alert.of(s, 80).text())
        .isEqualTo(
            "tuneplan: 82 % of the budget project=support for 2026-11: 70.00 spent and 12.35"
                + " committed of 100.00 USD");
    assertThat(Alert.below(s, 80)).extracting(Alert.Key::kind).containsExactly("50");
  }
}
