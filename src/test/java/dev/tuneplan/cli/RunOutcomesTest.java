package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.accuracy.Figure;
import dev.tuneplan.accuracy.Outcome;
import dev.tuneplan.accuracy.Score;
import dev.tuneplan.base.Range;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.measured.AttemptUse;
import dev.tuneplan.measured.RunUse;
import dev.tuneplan.reconcile.Grounds;
import dev.tuneplan.reconcile.Intervals;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import dev.tuneplan.testing.PastRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RunOutcomesTest {
  private static final Intervals SAID =
      new Intervals(
          Optional.of(new Range(1500, 1700, 1900)),
          Optional.of(new Range(60, 66, 73)),
          Optional.of(new Range(1, 2, 3)),
          Optional.of(new Range(15, 20, 25)));

  private final RunOutcomes runs = new RunOutcomes(UnaryOperator.identity());

  private static PastRun normal() throws IOException {
    return PastRun.like("normal").intervals(SAID);
  }

  private Outcome outcome(Reconciliation r) {
    runs.add(r);
    assertThat(runs.leftOut()).isEmpty();
    return runs.outcomes().getLast();
  }

  private static Score score(Outcome o, Figure figure) {
    return o.scores().get(figure);
  }

  @Test
  void eachFigureOfThePlanIsHeldAgainstWhatTheRunCameTo() throws IOException {
    Reconciliation r = normal().peakGiB(68).reconciliation();
    Outcome o = outcome(r);
    assertThat(o.scores().keySet()).containsExactly(Figure.values());
    assertThat(score(o, Figure.MEMORY)).isEqualTo(new Score(new Range(60, 66, 73), 68));
    assertThat(score(o, Figure.SPEED).predicted().p50()).isEqualTo(1700);
    assertThat(score(o, Figure.SPEED).actual())
        .isCloseTo(r.achieved().tokensPerSecond().orElseThrow(), within(1e-9));
    // four GPUs
    assertThat(score(o, Figure.TIME).predicted()).isEqualTo(new Range(4, 8, 12));
    assertThat(score(o, Figure.TIME).actual()).isEqualTo(r.cost().gpuHours().doubleValue());
    assertThat(score(o, Figure.COST).predicted().p50()).isEqualTo(20);
    assertThat(score(o, Figure.COST).actual()).isEqualTo(r.cost().total().amount().doubleValue());
  }

  @Test
  void whatNobodyMeasuredIsNotScored() throws IOException {
    assertThat(outcome(normal().reconciliation()).scores())
        .containsOnlyKeys(Figure.SPEED, Figure.TIME, Figure.COST);
  }

  @Test
  void thePeakOfAKilledWrapperIsInItsRows() throws IOException {
    AttemptUse attempt =
        new AttemptUse(
            "pod-1",
            "segments",
            Optional.empty(),
            List.of(),
            OptionalDouble.of(70 * 1024),
            List.of());
    Reconciliation r = normal().reconciliation().with(new RunUse(List.of(attempt)));
    assertThat(score(outcome(r), Figure.MEMORY).actual()).isEqualTo(70);
  }

  @Test
  void aRunOutOfMemoryNeededMoreAndNobodyKnowsHowMuch() throws IOException {
    Outcome o =
        outcome(normal().ended(Cause.MEMORY, "CUDA out of memory").peakGiB(77).reconciliation());
    assertThat(o.gpuFull()).isTrue();
    assertThat(o.scores()).doesNotContainKey(Figure.MEMORY);
  }

  @Test
  void hoursAndMoneyOfARunThatStoppedEarlyAreNoMeasure() throws IOException {
    long steps = Histories.plan("normal").orElseThrow().steps();
    assertThat(outcome(normal().usefulSteps(steps / 2).reconciliation()).scores())
        .containsOnlyKeys(Figure.SPEED);
    assertThat(outcome(normal().usefulSteps(steps - steps / 50).reconciliation()).scores())
        .containsKeys(Figure.TIME, Figure.COST);
  }

  @Test
  void aRunWithoutStepsIsWholeWhenItFinished() throws IOException {
    assertThat(outcome(normal().usefulSteps(0).reconciliation()).scores())
        .containsOnlyKeys(Figure.TIME, Figure.COST);
    assertThat(outcome(normal().usefulSteps(0).ended(Cause.FINISHED, "").reconciliation()).scores())
        .containsKey(Figure.COST);
    runs.add(normal().usefulSteps(0).ended(Cause.DELETED, "").reconciliation());
    assertThat(runs.leftOut()).containsOnlyKeys("nothing of it can be held against its plan");
  }

  @Test
  void moneyOfAnotherCurrencyIsNotComparedWithDollars() throws IOException {
    assertThat(outcome(normal().currency("EUR").reconciliation()).scores())
        .containsKey(Figure.TIME)
        .doesNotContainKey(Figure.COST);
  }

  @Test
  void plansThatRunsHadCorrectedAreToldFromOthers() throws IOException {
    Grounds learned =
        new Grounds(
            3, BigDecimal.TWO, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, Optional.empty());
    assertThat(outcome(normal().reconciliation()).learned()).isFalse();
    assertThat(outcome(normal().grounds(learned).reconciliation()).learned()).isTrue();
  }

  @Test
  void runsThatTellNothingAreCountedByReason() throws IOException {
    runs.add(normal().withoutPlan().reconciliation());
    runs.add(normal().withoutPlan().reconciliation());
    runs.add(Histories.reconciliation("running"));
    runs.add(normal().intervals(Intervals.NONE).reconciliation());
    assertThat(runs.outcomes()).isEmpty();
    assertThat(runs.leftOut())
        .containsOnly(
            Map.entry("no plan is known for it", 2),
            Map.entry("its cost is pending", 1),
            Map.entry("nothing of it can be held against its plan", 1));
  }
}
