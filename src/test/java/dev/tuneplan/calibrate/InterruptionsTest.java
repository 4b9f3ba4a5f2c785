package dev.tuneplan.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionsTest {
  private static Exposure run(String id, String gpu, double hours, int interruptions) {
    return new Exposure(id, gpu, hours, interruptions, Instant.EPOCH);
  }

  @Test
  void manyHoursSpeakForThemselves() {
    Interruptions all = Interruptions.of(List.of(run("a", "h100", 1000, 40)));
    assertThat(all.of("h100").orElseThrow().perGpuHour()).isCloseTo(0.04, within(0.001));
    assertThat(all.of("l40s")).isEmpty();
  }

  @Test
  void anHourWithoutOneIsNoProofThatThereIsNone() {
    Interruptions all =
        Interruptions.of(List.of(run("a", "h100", 1000, 40), run("b", "l40s", 1, 0)));
    Interruptions.Rate rate = all.of("l40s").orElseThrow();
    assertThat(rate.perGpuHour()).isBetween(0.03, 0.045);
    assertThat(rate.seen()).isZero();
  }

  @Test
  void hoursMustBePositive() {
    assertThatThrownBy(() -> run("a", "h100", 0, 1)).hasMessageContaining("hours must be positive");
  }
}
