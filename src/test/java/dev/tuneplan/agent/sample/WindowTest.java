package dev.tuneplan.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.Sight;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.record.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final long SECOND = 1_000_000;
  private final Window window = new Window(Duration.ofMinutes(1));

  private void play(int from, int to, Phase phase, double busy, double watts) {
    for (int s = from; s < to; s++) {
      for (String gpu : List.of("a", "b")) {
        window.take(
            new Reading(
                gpu,
                new Moment(Instant.EPOCH, s),
                Map.of(Gauge.BUSY, gpu.equals("a") ? busy : busy / 2, Gauge.POWER, watts),
                Map.of(),
                List.of()),
            phase,
            s * SECOND);
      }
    }
  }

  @Test
  void saysNothingBeforeItIsFull() {
    assertThat(window.sight(0)).isEqualTo(Sight.NONE);
    play(0, 50, Phase.SETUP, 80, 300);
    assertThat(window.sight(50 * SECOND)).isEqualTo(Sight.NONE);
    play(50, 60, Phase.SETUP, 80, 300);
    Sight minute = window.sight(60 * SECOND);
    assertThat(minute.busy()).hasValue(60);
    assertThat(minute.watts()).hasValue(300);
    assertThat(minute.busiest()).isEmpty();
    assertThat(minute.usualWatts()).isEmpty();
  }

  @Test
  void seesAHangAgainstWhatWasUsual() {
    play(0, 30, Phase.SETUP, 1, 100);
    play(30, 900, Phase.TRAINING, 100, 642);
    play(900, 970, Phase.TRAINING, 100, 150);
    Sight sight = window.sight(970 * SECOND);
    assertThat(sight.watts()).hasValue(150);
    assertThat(sight.usualWatts()).hasValue(642.5);
    assertThat(sight.busiest()).hasValue(100);
  }

  @Test
  void saysNothingOfGpusThatAreSilent() {
    play(0, 700, Phase.TRAINING, 100, 642);
    Sight sight = window.sight(720 * SECOND);
    assertThat(sight.busy()).isEmpty();
    assertThat(sight.busiest()).isEmpty();
  }
}
