package dev.tuneplan.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Costing;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.history.HistoryReader;
import dev.tuneplan.cost.history.Recorded;
import dev.tuneplan.cost.rate.RateBook;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.testing.Histories;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReconciliationTest {
  static Stream<String> finished() throws IOException {
    return Histories.names().stream().filter(n -> !n.equals("running"));
  }

  @ParameterizedTest
  @MethodSource("finished")
  void onGoodEvidenceNothingIsUnexplained(String name) throws IOException {
    Reconciliation r = Histories.reconciliation(name);
    assertThat(r.cost().grade().teaches()).isTrue();
    for (Bridge.Method method : Bridge.Method.values()) {
      assertThat(r.bridge(method).orElseThrow().of(Effect.UNEXPLAINED)).isEqualTo(Money.ZERO);
    }
  }

  @Test
  void aRunsModelIsThatOfItsJobsAnnotation() throws IOException {
    Recorded recorded = Histories.recorded("normal");
    List<String> watch =
        recorded.watch().stream()
            .map(l ->
                l.replace(
                    "{\"tuneplan.dev/estimate\"",
                    "{\"tuneplan.dev/model\":\"Qwen/Qwen3-8B\",\"tuneplan.dev/estimate\""))
            .toList();
    RunCost cost =
        new Costing(Histories.rates("normal"), List.of())
            .of(HistoryReader.read(new Recorded(Optional.empty(), watch, recorded.logs())));
    assertThat(Reconciliation.of(cost, Optional.empty()).labels())
        .containsEntry(Labels.MODEL, "Qwen/Qwen3-8B")
        .containsEntry(Labels.METHOD, "lora");
  }

  @Test
  void timeOfWhichNobodySpeaksIsUnexplainedAndTeachesNothing() throws IOException {
    // the wrapper's files are lost, and its last words tell the last step alone
    Recorded recorded = Histories.recorded("normal");
    RunCost cost =
        new Costing(Histories.rates("normal"), List.of())
            .of(HistoryReader.read(new Recorded(Optional.empty(), recorded.watch(), List.of())));
    Reconciliation r = Reconciliation.of(cost, Histories.plan("normal"));
    assertThat(cost.grade()).isEqualTo(Evidence.C);
    assertThat(cost.total()).isEqualTo(Histories.cost("normal").total());
    Bridge bridge = r.bridge(Bridge.Method.FIXED).orElseThrow();
    assertThat(bridge.of(Effect.UNEXPLAINED)).isGreaterThan(Money.of("23"));
    assertThat(bridge.actual()).isEqualTo(cost.total());
  }

  @Test
  void aRunWithoutARateIsUnpricedAndNotFree() throws IOException {
    RunCost cost = new Costing(RateBook.EMPTY, List.of()).of(Histories.facts("mig"));
    Reconciliation r = Reconciliation.of(cost, Histories.plan("mig"));
    assertThat(r.bridges())
        .isEqualTo(new Reconciliation.Bridging.Not("a part of the run is unpriced"));
    assertThat(cost.completeness())
        .isInstanceOfSatisfying(
            Completeness.Pending.class,
            p -> assertThat(p.why().getFirst()).contains("no rate is known for p5.48xlarge"));
  }

  @Test
  void aPlanAndRatesOfTwoCurrenciesHaveNoBridge() throws IOException {
    RateBook euros = new RateBook("EUR", Histories.rates("normal").cards());
    Reconciliation r =
        Reconciliation.of(
            new Costing(euros, List.of()).of(Histories.facts("normal")), Histories.plan("normal"));
    assertThat(r.withoutBridge()).hasValue("the plan is in USD and the rates are in EUR");
    assertThat(r.cost().total()).isEqualTo(Histories.cost("normal").total());
  }

  @Test
  void whatItCostBesideItsPodsIsALineOfItsOwn() throws IOException {
    Direct storage = new Direct("volume runs, 200 GiB", Money.of("1.37"), "a list");
    RunCost cost =
        new Costing(Histories.rates("normal"), List.of(storage)).of(Histories.facts("normal"));
    Bridge bridge =
        Reconciliation.of(cost, Histories.plan("normal")).bridge(Bridge.Method.FIXED).orElseThrow();
    assertThat(bridge.of(Effect.DIRECT)).isEqualTo(storage.amount());
    assertThat(bridge.of(Effect.UNEXPLAINED)).isEqualTo(Money.ZERO);
    assertThat(cost.total()).isEqualTo(Histories.cost("normal").total().plus(storage.amount()));
  }

  @Test
  void withoutAPlanThereIsACostAndNoBridge() throws IOException {
    Reconciliation r = Reconciliation.of(Histories.cost("normal"), Optional.empty());
    assertThat(r.bridge(Bridge.Method.FIXED)).isEmpty();
    assertThat(r.cost().total()).isGreaterThan(Money.of("24"));
  }

  @Test
  void laterEstimatesLearnStepsSetUpAndDisruptions() throws IOException {
    Learned learned = Histories.reconciliation("preempted-twice").learned();
    assertThat(learned.stepSeconds()).hasValue(6.0);
    assertThat(learned.pullSeconds()).isEqualTo(150);
    assertThat(learned.setupSeconds()).isEqualTo(110.7);
    assertThat(learned.disruptions()).isEqualTo(2);
    assertThat(learned.spotGpuHours()).isBetween(9.4, 9.5);
    assertThat(learned.gpuProduct()).hasValue("NVIDIA-H100-80GB-HBM3");
  }
}
