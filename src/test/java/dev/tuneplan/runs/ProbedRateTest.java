package dev.tuneplan.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.tuneplan.agent.record.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbedRateTest {
  private static Event progress(double s, long step, Object... more) {
    Event event = Event.of(Instant.EPOCH, "progress", "s", s, "step", step);
    return more.length == 0
        ? event
        : Event.of(Instant.EPOCH, "progress", "s", s, "step", step, more[0], more[1]);
  }

  @Test
  void theFirstStepsDoNotCount() {
    ProbedRate rate =
        ProbedRate.of(
                List.of(
                    progress(100, 1),
                    progress(180, 9),
                    progress(190, 10, "tokens", 1000L),
                    Event.of(Instant.EPOCH, "alive", "s", 191.0),
                    progress(200, 20, "tokens", 1800L),
                    progress(210, 30, "tokens", 2600L)),
                10)
            .orElseThrow();
    assertThat(rate.stepsPerSecond().p50()).isEqualTo(1);
    assertThat(rate.steps()).isEqualTo(20);
    assertThat(rate.seconds()).isEqualTo(20);
    assertThat(rate.tokensPerStep()).hasValue(80);
  }

  @Test
  void nothingIsKnownBeforeThereAreTwoPoints() {
    assertThat(ProbedRate.of(List.of(), 10)).isEmpty();
    assertThat(ProbedRate.of(List.of(progress(1, 9), progress(2, 10)), 10)).isEmpty();
    assertThat(ProbedRate.of(List.of(progress(1, 10), progress(2, 10)), 10)).isEmpty();
  }

  @Test
  void oneIntervalIsKnownLessWellThanMany() {
    List<Event> many = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      many.add(progress(i * 6, 10 + i * 3));
    }
    double wide =
        ProbedRate.of(List.of(many.getFirst(), many.getLast()), 10)
            .orElseThrow()
            .stepsPerSecond()
            .p90();
    double narrow = ProbedRate.of(many, 10).orElseThrow().stepsPerSecond().p90();
    assertThat(narrow).isLessThan(wide);
    assertThat(narrow).isCloseTo(0.5 * (1 + 1.2816 * 0.41 / 60), within(1e-9));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  /** Steps of half a second, give or take a fifth, which are noticed up to a second late. */
  @ParameterizedTest
  @MethodSource("seeds")
  void findsARateThatIsKnown(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    double at = 0;
    double told = -5;
    for (long step = 1; step <= 400; step++) {
      at += 0.5 * (1 + random.nextGaussian() / 5);
      if (at - told >= 5) {
        told = at + random.nextDouble();
        events.add(progress(told, step));
      }
    }
    ProbedRate rate = ProbedRate.of(events, 10).orElseThrow();
    assertThat(rate.stepsPerSecond().p50()).isCloseTo(2, withinPercentage(4));
    assertThat(rate.stepsPerSecond().p90() / rate.stepsPerSecond().p10()).isBetween(1.0, 1.1);
  }
}
