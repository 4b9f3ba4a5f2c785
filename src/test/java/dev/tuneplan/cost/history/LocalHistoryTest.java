package dev.tuneplan.cost.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Costing;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.cost.facts.JobFacts;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.history.LocalHistory.Tried;
import dev.tuneplan.cost.rate.PriceSeries;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.cost.rate.RateBook;
import dev.tuneplan.cost.rate.RateCard;
import dev.tuneplan.cost.rate.RateSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocalHistoryTest {
  private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

  private static Event event(double s, String kind, Object... more) {
    List<Object> all = new ArrayList<>(List.of("s", s));
    all.addAll(List.of(more));
    return Event.of(START.plusNanos((long) (s * 1e9)), kind, all.toArray());
  }

  /** A hundred steps of six seconds after a minute of set-up, up to a moment. */
  private static List<Event> trained(double until) {
    List<Event> events = new ArrayList<>();
    events.add(event(0, "started"));
    events.add(event(0, "phase", "phase", "setup"));
    for (long step = 1; step <= 100 && 60 + 6 * step <= until; step++) {
      events.add(event(60 + 6 * step, "progress", "step", step, "total", 100L));
      if (step == 1) {
        events.add(event(66, "phase", "phase", "training"));
      }
    }
    return events;
  }

  private static List<Event> and(List<Event> events, Event... more) {
    return Stream.concat(events.stream(), Stream.of(more)).toList();
  }

  private static final Event FINISHED =
      event(700, "ended", "outcome", "finished", "code", 0L, "why", "every step is made");

  private static RunFacts facts(Tried... attempts) {
    return new LocalHistory(
            "abc",
            "demo",
            Map.of(),
            START.minusSeconds(5),
            2,
            List.of(attempts),
            START.plusSeconds(400))
        .facts();
  }

  private static RunCost cost(RunFacts facts) {
    Rate rate =
        new Rate.PerGpu(PriceSeries.always(new BigDecimal("3.6")), new RateSource("x", "y"));
    return new Costing(RateBook.of(new RateCard(RateCard.Of.ALL, rate)), List.of()).of(facts);
  }

  @Test
  void gpusArePaidForFromTheLaunchToTheWrappersEnd() {
    RunFacts facts = facts(new Tried(1, START.minusSeconds(2), false, and(trained(660), FINISHED)));
    PodAttempt pod = facts.pods().getFirst();
    assertThat(pod.times().billed().orElseThrow().length()).isEqualTo(Duration.ofSeconds(702));
    assertThat(pod.end().cause()).isEqualTo(Cause.FINISHED);
    assertThat(facts.grade()).isEqualTo(Evidence.B);
    assertThat(facts.completeness().complete()).isTrue();
    assertThat(facts.job().orElseThrow().state()).isEqualTo(JobFacts.State.COMPLETE);
    RunCost cost = cost(facts);
    // a tenth of a cent per second and GPU
    assertThat(cost.total().amount()).isEqualByComparingTo("1.404");
    assertThat(cost.deviceTime(Bucket.SETUP)).isEqualTo(Duration.ofSeconds(2 * 68));
    assertThat(cost.deviceTime(Bucket.TRAINING)).isEqualTo(Duration.ofSeconds(2 * (660 - 66)));
    assertThat(cost.deviceTime(Bucket.TEARDOWN)).isEqualTo(Duration.ofSeconds(2 * 40));
  }

  @Test
  void anAttemptThatWasKilledEndsWithItsLastSignOfLifeAndLosesItsSteps() {
    RunFacts facts =
        facts(
            new Tried(1, START, false, and(trained(360), event(370, "alive"))),
            new Tried(2, START, false, and(trained(660), FINISHED)));
    PodAttempt killed = facts.pods().getFirst();
    assertThat(killed.times().released()).hasValue(START.plusSeconds(370));
    assertThat(killed.end().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(killed.remarks()).hasSize(1);
    RunCost cost = cost(facts);
    assertThat(cost.deviceTime(Bucket.LOST)).isEqualTo(Duration.ofSeconds(2 * (360 - 66)));
    assertThat(cost.usefulSteps()).isEqualTo(100);
    assertThat(cost.attempts()).isEqualTo(2);
  }

  @Test
  void whatRunsIsBilledUntilNowAndPending() {
    RunFacts facts = facts(new Tried(1, START, true, trained(390)));
    assertThat(facts.completeness())
        .isEqualTo(new Completeness.Pending(List.of("the run is not over")));
    assertThat(cost(facts).total().amount()).isEqualByComparingTo("0.8");
    assertThat(facts.pods().getFirst().end().cause()).isEqualTo(Cause.RUNNING);
  }

  @Test
  void aLaunchThatDiedBeforeItsWrapperCostsNothing() {
    RunFacts facts =
        facts(
            new Tried(1, START, false, List.of()),
            new Tried(2, START, false, and(trained(660), FINISHED)));
    assertThat(cost(facts).pods()).hasSize(1);
    assertThat(cost(facts).total().amount()).isEqualByComparingTo("1.4");
    assertThat(facts.completeness().complete()).isTrue();
  }

  @Test
  void aClockThatWasSetBackBetweenLaunchAndWrapperTurnsNothingAround() {
    RunFacts facts =
        facts(new Tried(1, START.plusSeconds(900), false, and(trained(660), FINISHED)));
    assertThat(cost(facts).total().zero()).isTrue();
  }

  @Test
  void evaluationsAndCheckpointsThatThePhasesTellAreNoTraining() {
    List<Event> events = new ArrayList<>(trained(360));
    events.add(event(362, "phase", "phase", "evaluation"));
    events.add(event(392, "phase", "phase", "checkpoint"));
    events.add(event(402, "phase", "phase", "training"));
    for (long step = 51; step <= 100; step++) {
      events.add(event(102 + 6 * step, "progress", "step", step, "total", 100L));
    }
    events.add(event(710, "ended", "outcome", "finished", "code", 0L, "why", "done"));
    RunCost cost = cost(facts(new Tried(1, START, false, events)));
    assertThat(cost.deviceTime(Bucket.EVALUATION)).isEqualTo(Duration.ofSeconds(2 * 30));
    assertThat(cost.deviceTime(Bucket.CHECKPOINT)).isEqualTo(Duration.ofSeconds(2 * 10));
    assertThat(cost.deviceTime(Bucket.STALLED)).isZero();
  }
}
