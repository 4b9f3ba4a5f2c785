package dev.tuneplan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Interruptions;
import dev.tuneplan.estimate.Lessons;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What machines that are taken away add to the hours of a run. */
class TimingTest {
  private static Timing timing(Range hours, double setupHours) {
    return new Timing(hours, setupHours, Lessons.none(0), Optional.empty());
  }

  private static Optional<Interruptions.Rate> rate(double perGpuHour) {
    return Optional.of(new Interruptions.Rate(perGpuHour, 3, 60));
  }

  /**
   * By hand: expected = rate x GPUs x hours; each takes set-up again and 2.5 minutes, 1/24 h; nine
   * in ten runs see at most expected + 1.2816 x its root.
   */
  @ParameterizedTest
  @CsvSource({
    // 2 expected, each 0.2 + 0.041667 = 0.241667 h; at P90 2 + 1.8125 = 3.8125 of them
    "0.05, 8, 5, 0.2, 0.48333, 0.92134",
    // 0.1 expected, each 0.1 + 0.041667 = 0.141667 h; at P90 0.1 + 0.40528 = 0.50528 of them
    "0.01, 1, 10, 0.1, 0.014167, 0.071581",
    // 1 expected, of a run that is set up in no time: 2.5 minutes; at P90 2.2816 of them
    "0.25, 2, 2, 0, 0.041667, 0.095067",
  })
  void eachInterruptionTakesSetUpAgainAndTwoAndAHalfMinutes(
      double perGpuHour, int gpus, double hours, double setupHours, double p50, double p90) {
    Range lost =
        timing(Range.exactly(hours), setupHours).interrupted(gpus, rate(perGpuHour)).hours();
    assertThat(lost.p10()).as("the lucky tenth has none").isEqualTo(hours);
    assertThat(lost.p50() - hours).isCloseTo(p50, within(1e-5));
    assertThat(lost.p90() - hours).isCloseTo(p90, within(1e-5));
  }

  @Test
  void theyAreExpectedOfTheMedianAndAddToTheWholeInterval() {
    Range hours = timing(new Range(4, 5, 7), 0.2).interrupted(8, rate(0.05)).hours();
    assertThat(hours.p10()).isEqualTo(4);
    assertThat(hours.p50()).isCloseTo(5.48333, within(1e-5));
    assertThat(hours.p90()).isCloseTo(7.92134, within(1e-5));
  }

  @Test
  void setUpIsOfOneAttemptStill() {
    assertThat(timing(Range.exactly(5), 0.2).interrupted(8, rate(0.05)).setupHours())
        .isEqualTo(0.2);
  }

  @Test
  void withoutAnythingKnownNothingIsAdded() {
    Timing timing = timing(new Range(4, 5, 7), 0.2);
    assertThat(timing.interrupted(8, Optional.empty())).isSameAs(timing);
  }

  @Test
  void moreInterruptionsNeverTakeLess() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      double p50 = 0.01 + 100 * random.nextDouble();
      Timing timing = timing(Range.around(p50, random.nextDouble()), random.nextDouble());
      int gpus = 1 + random.nextInt(64);
      double few = random.nextDouble();
      Range fewer = timing.interrupted(gpus, rate(few)).hours();
      assertAscends(timing.hours(), fewer);
      assertAscends(fewer, timing.interrupted(gpus, rate(few + random.nextDouble())).hours());
      assertAscends(fewer, timing.interrupted(gpus + random.nextInt(8), rate(few)).hours());
    }
  }

  private static void assertAscends(Range less, Range more) {
    assertThat(more.p10()).isGreaterThanOrEqualTo(less.p10());
    assertThat(more.p50()).isGreaterThanOrEqualTo(less.p50());
    assertThat(more.p90()).isGreaterThanOrEqualTo(less.p90());
  }
}
