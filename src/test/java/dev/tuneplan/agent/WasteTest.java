package dev.tuneplan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WasteTest {
  private static OptionalDouble value(Double v) {
    return v == null ? OptionalDouble.empty() : OptionalDouble.of(v);
  }

  @ParameterizedTest
  @CsvSource({
    // busy, busiest, watts, usual watts, seconds since the step, median step, rule
    "100, 100, 150, 640, 300, 2, HANG",
    "100, 100, 600, 640, 300, 2, ",
    "100, 100, 150, 640, 30, 2, ",
    "100, 100, 150, 640, 300, 200, ",
    "100, 100, 150, , 300, 2, ",
    "100, 100, , 640, 300, 2, ",
    ", , 150, 640, 300, 2, ",
    "1, 60, 100, 640, 300, 2, INPUT",
    "1, 60, 100, 640, 300, , INPUT",
    "1, 60, 100, 640, 30, 2, ",
    "12, 15, 200, 640, 3, 2, LOW",
    "12, 45, 200, 640, 3, 2, ",
    "12, , 200, 640, 3, 2, ",
    "12, 15, 200, 640, 300, 2, ",
    ", , , , 300, 2, ",
  })
  void isFoundByItsRule(
      Double busy,
      Double busiest,
      Double watts,
      Double usual,
      long seconds,
      Double median,
      Waste.Kind rule) {
    Sight sight = new Sight(value(busy), value(busiest), value(watts), value(usual));
    assertThat(
            Waste.of(sight, Duration.ofMinutes(1), Duration.ofSeconds(seconds), value(median))
                .map(Waste::kind))
        .isEqualTo(Optional.ofNullable(rule));
  }
}
