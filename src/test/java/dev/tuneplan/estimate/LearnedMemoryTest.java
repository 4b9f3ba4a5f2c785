package dev.tuneplan.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Correction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnedMemoryTest {
  private static final double USABLE = 78;

  private static Memory memory(double exact, double above, double logSd) {
    double device = exact + above;
    return new Memory(
        device,
        device,
        device,
        exact,
        Range.around(device, logSd),
        "loss",
        List.of(),
        0,
        StudentT.above4(Math.log(USABLE / device) / logSd));
  }

  private static Correction times(double factor, double logSd) {
    return new Correction(factor, logSd, 4, 1, Instant.EPOCH, 3);
  }

  @Test
  void whatIsKnownExactlyIsNotMultiplied() {
    Memory m = memory(20, 40, 0.1).corrected(times(1.5, 0.1), USABLE);
    assertThat(m.device().p50()).isCloseTo(80, within(1e-9));
    assertThat(m.deviceBytes()).isCloseTo(80, within(1e-9));
    assertThat(m.staticBytes()).isEqualTo(20);
    assertThat(m.device().p10()).isCloseTo(20 + 60 / Math.exp(1.533 * 0.1), within(1e-9));
    assertThat(m.oomProbability()).isBetween(0.5, 0.8);
  }

  @Test
  void aCorrectionOfNothingKeepsTheUpperEnd() {
    Memory before = memory(20, 40, 0.1);
    Memory after = before.corrected(times(1, before.spreadAbove()), USABLE);
    assertThat(after.device().p90()).isCloseTo(before.device().p90(), within(1e-9));
    assertThat(after.device().p50()).isCloseTo(before.device().p50(), within(1e-9));
    assertThat(after.oomProbability()).isCloseTo(before.oomProbability(), within(0.02));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 1, 1.2, 1.45, 1.6, 2})
  void moreMemoryIsNeverLessLikelyToBeTooMuch(double factor) {
    Memory less = memory(20, 40, 0.1).corrected(times(factor, 0.1), USABLE);
    Memory more = memory(20, 40, 0.1).corrected(times(factor * 1.05, 0.1), USABLE);
    assertThat(more.oomProbability()).isGreaterThan(less.oomProbability());
    assertThat(more.fit()).isGreaterThanOrEqualTo(less.fit());
  }

  @Test
  void whatDoesNotFitByItsExactPartIsImpossibleWhateverWasLearned() {
    assertThat(memory(80, 10, 0.1).corrected(times(0.5, 0.1), USABLE).fit())
        .isEqualTo(Memory.Fit.IMPOSSIBLE);
  }
}
