package dev.tuneplan.cost.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");

  private static Optional<Instant> after(long seconds) {
    return Optional.of(NINE.plusSeconds(seconds));
  }

  @Test
  void aPodsTimesAreInOrder() {
    assertThatThrownBy(() ->
            new PodTimes(NINE, after(5), Optional.empty(), after(4), Optional.empty(), after(9)))
        .hasMessageContaining("in order");
  }

  @Test
  void aContainerThatBeganHasAPlace() {
    assertThatThrownBy(() ->
            new PodTimes(
                NINE,
                Optional.empty(),
                Optional.empty(),
                after(4),
                Optional.empty(),
                Optional.empty()))
        .hasMessageContaining("has a place");
  }

  @Test
  void billingBeginsWithTheBindingAndElseWithTheKubelet() {
    Optional<Instant> none = Optional.empty();
    assertThat(new PodTimes(NINE, after(2), after(3), none, none, after(9)).billed())
        .hasValue(new Span(NINE.plusSeconds(2), NINE.plusSeconds(9)));
    assertThat(new PodTimes(NINE, none, after(3), none, none, after(9)).billed())
        .hasValue(new Span(NINE.plusSeconds(3), NINE.plusSeconds(9)));
    assertThat(new PodTimes(NINE, none, none, none, none, after(9)).billed()).isEmpty();
    assertThat(new PodTimes(NINE, after(2), none, none, none, none).billed()).isEmpty();
  }

  @Test
  void spansMeetInWhatBothHave() {
    Span hour = new Span(NINE, NINE.plusSeconds(3600));
    assertThat(hour.within(new Span(NINE.minusSeconds(60), NINE.plusSeconds(60))).length())
        .hasSeconds(60);
    assertThat(hour.within(new Span(NINE.plusSeconds(7200), NINE.plusSeconds(9000))).length())
        .isZero();
    assertThatThrownBy(() -> new Span(NINE, NINE.minusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theWorseGradeCounts() {
    assertThat(Evidence.A.and(Evidence.C)).isEqualTo(Evidence.C);
    assertThat(Evidence.B.and(Evidence.A)).isEqualTo(Evidence.B);
    assertThat(List.of(Evidence.values()).stream().filter(Evidence::teaches))
        .containsExactly(Evidence.A, Evidence.B);
  }

  @Test
  void aTrainerThatDidNotTakeItsCheckpointBeganAtNothing() {
    Steps resumed = steps(OptionalLong.of(600), 601, 640);
    assertThat(resumed.base()).isEqualTo(600);
    assertThat(resumed.own()).hasSize(2);
    Steps anew = steps(OptionalLong.of(600), 1, 640);
    assertThat(anew.base()).isZero();
    assertThat(anew.usable()).isZero();
  }

  @Test
  void whereAnAttemptBeginsIsNoStepOfItsOwn() {
    Steps told = steps(OptionalLong.of(600), 600, 601);
    assertThat(told.own()).extracting(Mark::step).containsExactly(601L);
  }

  @Test
  void marksThatFallAreRefused() {
    assertThatThrownBy(() -> steps(OptionalLong.empty(), 5, 4)).hasMessageContaining("ascend");
  }

  private static Steps steps(OptionalLong resumed, long... marks) {
    List<Mark> all =
        java.util.Arrays.stream(marks)
            .mapToObj(m -> new Mark(NINE.plusSeconds(m), m, OptionalLong.empty()))
            .toList();
    return new Steps(resumed, OptionalLong.empty(), all, List.of());
  }
}
