package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.reconcile.Grounds;
import dev.tuneplan.reconcile.Planned;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import dev.tuneplan.testing.PastRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RunLessonsTest {
  private static final Grounds GROUNDS =
      new Grounds(
          2,
          new BigDecimal("2"),
          new BigDecimal("1.1"),
          new BigDecimal("4"),
          BigDecimal.ONE,
          Optional.of(new Grounds.Room(20, 40, 78)));

  /** A recorded run whose plan says more, and whose pods ended in another way. */
  private static RunLessons lessons(String history, Cause cause, String said, double peakGiB)
      throws IOException {
    PastRun run = PastRun.like(history).ended(cause, said).grounds(GROUNDS);
    Reconciliation r = (peakGiB > 0 ? run.peakGiB(peakGiB) : run).reconciliation();
    return RunLessons.of(r, UnaryOperator.identity()).orElseThrow();
  }

  @Test
  void memoryIsLearnedAboveWhatIsKnownExactly() throws IOException {
    Observation o = lessons("normal", Cause.FINISHED, "", 68).memory().orElseThrow();
    assertThat(o.log()).isCloseTo(Math.log(48.0 / 40), within(1e-12));
    assertThat(o.atLeast()).isFalse();
  }

  @Test
  void whatNobodyMeasuredTeachesNothing() throws IOException {
    assertThat(lessons("normal", Cause.FINISHED, "", 0).memory()).isEmpty();
  }

  @Test
  void aGpuThatWasFullSaysThatMoreWasNeeded() throws IOException {
    Observation o =
        lessons("normal", Cause.MEMORY, "CUDA out of memory", 77).memory().orElseThrow();
    assertThat(o.atLeast()).isTrue();
    assertThat(o.log()).isCloseTo(Math.log(58.0 / 40), within(1e-12));
  }

  @Test
  void aMachineThatWasFullSaysNothingOfItsGpu() throws IOException {
    Observation o =
        lessons("normal", Cause.MEMORY, "OOMKilled; exit code 137", 68).memory().orElseThrow();
    assertThat(o.atLeast()).isFalse();
  }

  @Test
  void predictionsAreThoseBeforeTheyWereCorrected() throws IOException {
    RunLessons run = lessons("normal", Cause.FINISHED, "", 68);
    Planned p = run.planned();
    assertThat(run.speed().orElseThrow().predicted())
        .isCloseTo(p.tokensPerSecond().doubleValue() / p.gpus().doubleValue() / 2, within(1e-6));
    assertThat(run.setup().orElseThrow().predicted())
        .isCloseTo(p.setupHours().doubleValue() * 3600 / 4, within(1e-6));
    assertThat(run.observations())
        .extracting(Observation::quantity)
        .containsExactly(Quantity.values());
    assertThat(run.overhead().orElseThrow().log()).isNotNegative();
  }

  @Test
  void runsOnSpotMachinesTellHowOftenTheyWereTaken() throws IOException {
    Reconciliation r = Histories.reconciliation("preempted-twice");
    Optional<Exposure> exposure =
        RunLessons.of(r, UnaryOperator.identity()).flatMap(RunLessons::exposure);
    assertThat(exposure.isPresent()).isEqualTo(r.learned().spotGpuHours() > 0);
    assertThat(List.copyOf(exposure.stream().map(Exposure::interruptions).toList()))
        .allMatch(n -> n == r.learned().disruptions());
  }

  @Test
  void aTrainerOfAnotherNameIsThatOfItsProfile() throws IOException {
    Reconciliation r = Histories.reconciliation("normal");
    assertThat(RunLessons.of(r, name -> "profile").orElseThrow().key().stack())
        .isEqualTo("profile");
    assertThat(Home.standard().stackIds().apply("trl")).isEqualTo("transformers");
    assertThat(Home.standard().stackIds().apply("my-own")).isEqualTo("my-own");
  }
}
