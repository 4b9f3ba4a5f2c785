package dev.tuneplan.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.accuracy.OutcomeGroup.By;
import dev.tuneplan.base.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutcomeGroupTest {
  private static Outcome outcome(String ended, String gpu, boolean learned, double cost) {
    return new Outcome(
        "run",
        "name",
        Instant.parse(ended),
        new Outcome.Setup("trl", gpu, "lora"),
        learned,
        false,
        Map.of(Figure.COST, new Score(new Range(8, 10, 12), cost)));
  }

  private static OutcomeGroup group(List<Outcome> outcomes, By by, String name) {
    return OutcomeGroup.of(outcomes).stream()
        .filter(g -> g.by() == by && g.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void errorsBiasAndCoverageAreThoseOfTheirRuns() {
    List<Outcome> outcomes =
        List.of(
            outcome("2026-10-31T23:59:59Z", "l40s", false, 20),
            outcome("2026-11-01T00:00:00Z", "l40s", true, 12.5),
            outcome("2026-11-30T12:00:00Z", "h100", true, 10));
    Summary all = group(outcomes, By.ALL, "").figures().get(Figure.COST);
    assertThat(all.n()).isEqualTo(3);
    // 10 said where 20, 12.5 and 10 was: -50, -20 and 0 %
    assertThat(all.meanErrorPct()).isCloseTo(70.0 / 3, within(1e-9));
    assertThat(all.biasPct()).isCloseTo(-20, within(1e-9));
    assertThat(all.coveragePct()).isCloseTo(100.0 / 3, within(1e-9));
    assertThat(group(outcomes, By.MONTH, "2026-10").runs()).isEqualTo(1);
    assertThat(group(outcomes, By.MONTH, "2026-11").figures().get(Figure.COST).meanErrorPct())
        .isCloseTo(10, within(1e-9));
    assertThat(group(outcomes, By.SETUP, "trl l40s lora").runs()).isEqualTo(2);
    assertThat(group(outcomes, By.PLAN, "corrected by runs").runs()).isEqualTo(2);
  }

  @Test
  void monthsComeInOrderAndAllRunsAreFirst() {
    List<Outcome> outcomes =
        List.of(
            outcome("2026-11-01T00:00:00Z", "l40s", false, 1),
            outcome("2025-12-01T00:00:00Z", "l40s", false, 1));
    assertThat(OutcomeGroup.of(outcomes))
        .extracting(OutcomeGroup::name)
        .startsWith("", "2025-12", "2026-11");
  }

  @Test
  void everyRunIsInOneGroupOfEachKind() {
    Random random = new Random(8);
    for (int round = 0; round < 200; round++) {
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = random.nextInt(1, 40); i > 0; i--) {
        Map<Figure, Score> scores = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
          if (random.nextBoolean()) {
            scores.put(figure, new Score(Range.around(10, 0.2), 1 + random.nextInt(30)));
          }
        }
        outcomes.add(
            new Outcome(
                "run" + i,
                "",
                Instant.ofEpochSecond(random.nextLong(1_700_000_000L, 1_800_000_000L)),
                new Outcome.Setup("s" + random.nextInt(3), "g" + random.nextInt(3), "lora"),
                random.nextBoolean(),
                random.nextInt(5) == 0,
                scores));
      }
      List<OutcomeGroup> groups = OutcomeGroup.of(outcomes);
      for (By by : By.values()) {
        List<OutcomeGroup> some = groups.stream().filter(g -> g.by() == by).toList();
        assertThat(some.stream().mapToInt(OutcomeGroup::runs).sum()).isEqualTo(outcomes.size());
        for (Figure figure : Figure.values()) {
          assertThat(scored(some, figure)).isEqualTo(scored(List.of(groups.getFirst()), figure));
        }
      }
    }
  }

  private static int scored(List<OutcomeGroup> groups, Figure figure) {
    return groups.stream()
        .filter(g -> g.figures().containsKey(figure))
        .mapToInt(g -> g.figures().get(figure).n())
        .sum();
  }
}
