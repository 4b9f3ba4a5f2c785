package dev.tuneplan.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Costing;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.history.HistoryReader;
import dev.tuneplan.reconcile.Terms.Factor;
import dev.tuneplan.testing.RandomRun;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand runs that never were, from recording to bridge. */
class RandomRunsTest {
  private static final int EACH = 500;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everySecondAndEveryCentIsAccountedFor(long block) {
    for (long i = 0; i < EACH; i++) {
      long seed = 1000 * block + i;
      RandomRun run = RandomRun.of(seed);
      RunFacts facts = HistoryReader.read(run.recorded());
      RunCost cost = new Costing(run.rates(), List.of()).of(facts);
      time(seed, run, cost);
      money(seed, run, cost);
      bridge(seed, run, cost);
    }
  }

  private static void time(long seed, RandomRun run, RunCost cost) {
    Duration sum = Duration.ZERO;
    for (Bucket bucket : Bucket.values()) {
      Duration found = cost.deviceTime(bucket);
      sum = sum.plus(found);
      // within what the wrapper takes to say its first word, in each of up to three attempts
      assertThat(found.toMillis())
          .as("seed %d, %s", seed, bucket)
          .isCloseTo(run.millis(bucket), within(3 * 50L * run.devices()));
    }
    assertThat(sum).as("seed %d", seed).isEqualTo(Duration.ofMillis(run.billedMillis()));
    assertThat(cost.usefulSteps()).as("seed %d", seed).isEqualTo(run.usefulSteps());
    assertThat(cost.grade()).isEqualTo(Evidence.A);
    assertThat(cost.completeness().complete()).isTrue();
  }

  private static void money(long seed, RandomRun run, RunCost cost) {
    Money buckets = Money.sum(Arrays.stream(Bucket.values()).map(cost::cost).toList());
    assertThat(buckets).as("seed %d", seed).isEqualTo(cost.total());
    assertThat(Money.sum(cost.pods().stream().map(PodCost::total).toList()))
        .isEqualTo(cost.total());
    assertThat(cost.total().amount().doubleValue())
        .as("seed %d", seed)
        .isCloseTo(run.cost(), within(1e-6 * (1 + run.cost())));
  }

  private static void bridge(long seed, RandomRun run, RunCost cost) {
    Random random = new Random(seed);
    Planned planned =
        new Planned(
            "a100",
            BigDecimal.valueOf(random.nextInt(1, 9)),
            Optional.of(BigDecimal.valueOf(random.nextLong(1, 90_000), 4)),
            BigDecimal.valueOf(random.nextLong(0, 2_000), 4),
            BigDecimal.valueOf(random.nextLong(100_000, 100_000_000)),
            BigDecimal.valueOf(random.nextLong(100, 90_000)),
            OptionalDouble.empty(),
            BigDecimal.valueOf(random.nextLong(0, 500), 4),
            run.steps(),
            Intervals.NONE,
            Optional.empty(),
            Grounds.NONE,
            List.of());
    Reconciliation r = Reconciliation.of(cost, Optional.of(planned));
    for (Bridge.Method method : Bridge.Method.values()) {
      Bridge bridge = r.bridge(method).orElseThrow();
      assertThat(bridge.actual()).isEqualTo(cost.total());
      assertThat(bridge.of(Effect.UNEXPLAINED).amount().abs())
          .as("seed %d", seed)
          .isLessThan(new BigDecimal("0.000000001"));
      cents(bridge);
    }
    orders(random, planned, cost, r);
  }

  /** What is shown adds up to what is shown. */
  private static void cents(Bridge bridge) {
    BigDecimal plan = Cents.of(bridge.plan());
    BigDecimal actual = Cents.of(bridge.actual());
    List<BigDecimal> lines =
        Cents.of(bridge.lines().stream().map(Bridge.Line::amount).toList(), actual.subtract(plan));
    assertThat(lines.stream().reduce(plan, BigDecimal::add)).isEqualByComparingTo(actual);
  }

  /** In any order the lines add up to the difference. */
  private static void orders(Random random, Planned planned, RunCost cost, Reconciliation r) {
    BigDecimal tokens = r.tokens().flatMap(Tokens::computed).orElse(BigDecimal.ZERO);
    Terms plan = planned.terms(BigDecimal.ZERO);
    Terms actual = Actual.of(cost, planned, tokens).terms();
    List<Factor> order = new ArrayList<>(List.of(Factor.values()));
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(order, random);
      Map<Factor, Money> lines = new Telling(plan, actual).inOrder(order);
      assertThat(Money.sum(List.copyOf(lines.values())))
          .isEqualTo(actual.cost().minus(plan.cost()));
    }
  }
}
