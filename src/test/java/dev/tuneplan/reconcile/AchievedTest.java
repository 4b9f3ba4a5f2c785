package dev.tuneplan.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.cost.Bucket;
import dev.tuneplan.testing.PastRun;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AchievedTest {
  @Test
  void speedIsThatOfUsefulStepsInTheTimeOfTraining() throws IOException {
    Reconciliation r = PastRun.like("preempted-twice").reconciliation();
    double tokens = r.tokens().orElseThrow().computed().orElseThrow().doubleValue();
    double seconds = 3600 * r.cost().gpuHours(Bucket.TRAINING).doubleValue();
    assertThat(r.achieved().tokensPerSecond().orElseThrow())
        .isCloseTo(tokens / seconds, within(1e-9 * tokens / seconds));
  }

  @Test
  void utilisationIsThatOfThePlanAtTheSpeedThatWas() throws IOException {
    Reconciliation r = PastRun.like("normal").mfu(0.4).reconciliation();
    double planned = r.planned().orElseThrow().perGpu();
    assertThat(r.achieved().mfu().orElseThrow())
        .isCloseTo(0.4 * r.achieved().tokensPerSecond().orElseThrow() / planned, within(1e-12));
    assertThat(PastRun.like("normal").reconciliation().achieved().mfu()).isEmpty();
    assertThat(PastRun.like("normal").mfu(0.4).usefulSteps(0).reconciliation().achieved().mfu())
        .isEmpty();
  }
}
