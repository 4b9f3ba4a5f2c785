package dev.tuneplan.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.testing.Histories;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
  @Test
  void theHoursAndTheRateOfASavedPlanMakeItsCost() throws IOException {
    Planned plan = Histories.plan("late-pod").orElseThrow();
    assertThat(plan.gpus()).isEqualByComparingTo("16");
    assertThat(plan.perGpuHour().orElseThrow()).isEqualByComparingTo("3.04");
    assertThat(plan.hours().doubleValue()).isCloseTo(1.741667, within(1e-6));
    assertThat(plan.terms(BigDecimal.ZERO).cost().amount().doubleValue())
        .isCloseTo(plan.intervals().usd().orElseThrow().p50(), within(1e-5));
    assertThat(plan.steps()).isEqualTo(1200);
    assertThat(plan.notes()).hasSize(1);
  }

  @Test
  void aPlanThatTellsSetUpApartNeedsNoNote() {
    Planned plan =
        PlanFile.of(
                PythonJson.read(
                    """
                    {"recommended": {"gpu": "l40s", "gpus": 1, "tokens": 3600000, "setupHours": 0.05,
                      "hours": {"p10": 1, "p50": 1.1, "p90": 1.4}, "tokensPerSecondPerGpu": {"p50": 1000}},
                     "launch": {"steps": 10}}
                    """))
            .orElseThrow();
    assertThat(plan.setupHours().doubleValue()).isCloseTo(0.05, within(1e-12));
    assertThat(plan.otherHours().doubleValue()).isCloseTo(0.05, within(1e-12));
    assertThat(plan.notes()).isEmpty();
    assertThat(plan.perGpuHour()).isEmpty();
  }

  @Test
  void theAnnotationOfAJobIsAPlanWithoutASpeed() {
    Planned plan =
        PlanFile.ofAnnotation(
                PythonJson.read(
                    """
                    {"tokens":6185567,"steps":366,"hours":[1.95,2.44,3.05],"usd":[1.97,2.45,3.06],
                     "usdPerHour":2.012,"currency":"USD","provider":"aws","region":"us-east-1",
                     "instanceType":"p5.48xlarge","spot":false,"priceDate":"2026-07-20",
                     "gpu":"h100-sxm5-80gb","gpus":16}
                    """))
            .orElseThrow();
    assertThat(plan.perGpuHour().orElseThrow()).isEqualByComparingTo("0.12575");
    assertThat(plan.hours().doubleValue()).isCloseTo(2.44, within(1e-12));
    assertThat(plan.setupHours()).isZero();
    assertThat(plan.price().orElseThrow().date()).isEqualTo("2026-07-20");
    assertThat(plan.notes())
        .containsExactly(
            "the plan does not say its speed: all of its hours are taken for training");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"recommended\": {\"gpus\": 0, \"tokens\": 5, \"hours\": {\"p50\": 1}}}",
        "{\"recommended\": {\"gpus\": \"two\", \"tokens\": 5, \"hours\": {\"p50\": 1}}}"
      })
  void whatIsNoPlanIsNone(String text) {
    assertThat(PlanFile.of(PythonJson.read(text))).isEmpty();
    assertThat(PlanFile.ofAnnotation(PythonJson.read(text))).isEmpty();
  }
}
