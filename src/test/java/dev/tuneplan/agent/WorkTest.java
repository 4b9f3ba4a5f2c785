package dev.tuneplan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Moment;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkTest {
  private static Moment at(double seconds) {
    return new Moment(
        Instant.EPOCH.plusMillis((long) (seconds * 1000)), (long) (seconds * 1e9) - 77);
  }

  @ParameterizedTest
  @CsvSource({
    // last step, evaluating, a checkpoint since, grew, whether it is open, now
    "10, false, , , , 11, TRAINING",
    "10, true, , , , 11, EVALUATION",
    "10, false, 12, 14, true, 15, CHECKPOINT",
    "10, true, 12, 14, true, 15, CHECKPOINT",
    "13, false, 12, 14, true, 15, CHECKPOINT",
    "15, false, 12, 14, true, 15, TRAINING",
    "10, false, 12, 14, false, 15, TRAINING",
    "10, false, 12, 14, true, 24, TRAINING",
    "10, true, 12, 14, true, 24, EVALUATION",
    ", false, 12, 14, true, 15, CHECKPOINT"
  })
  void isTrainingUnlessTheStepsWait(
      Double step,
      boolean evaluating,
      Double since,
      Double grew,
      Boolean open,
      double now,
      Phase expected) {
    assertThat(
            Work.of(
                Optional.ofNullable(step).map(WorkTest::at),
                evaluating,
                Optional.ofNullable(since).map(s -> new Work.Saving(at(s), at(grew), open)),
                at(now)))
        .isEqualTo(expected);
  }
}
