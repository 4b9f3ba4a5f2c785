package dev.tuneplan.kube.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.launch.Standing.Phase;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunState;
import dev.tuneplan.runs.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run stands, by its Job's phase and how its last pod ended. */
class RunStatusesTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

  private static ClusterRun run(Phase phase, Optional<String> cancelled) {
    RunRecord.Expected plan =
        new RunRecord.Expected(24, 1e6, 2, OptionalDouble.of(3), OptionalDouble.of(1.5));
    return new ClusterRun(
        Resource.JOBS,
        "ml",
        "ft-bot",
        "uid",
        new RunRecord("abc123", "bot", START, "m", "trl", "1 x l40s", plan),
        phase,
        Optional.of("BackoffLimitExceeded: no more"),
        cancelled,
        Map.of());
  }

  /** A pod whose trainer ended with a code and the wrapper's word. */
  private static PodAttempt ended(int code, String outcome) {
    String words = "{\"outcome\":\"" + outcome + "\",\"code\":" + code + ",\"why\":\"so it was\"}";
    return new PodAttempt(
        new RunPod(
            "ml",
            "p",
            "u",
            "abc123",
            0,
            "trainer",
            START,
            Optional.of(START),
            Optional.of(START),
            Optional.of(new RunPod.End(START.plusSeconds(60), code, "", words)),
            Optional.empty(),
            false,
            false),
        List.of(),
        false);
  }

  @ParameterizedTest(name = "{0} after {1}: {2}")
  @CsvSource({
    "RUNNING, finished, ENDING",
    "RUNNING, interrupted, PENDING",
    "PENDING, stalled, PENDING",
    "FINISHED, finished, FINISHED",
    "FAILED, interrupted, INTERRUPTED",
    "FAILED, budget, BUDGET",
    "FAILED, memory, FAILED",
    "QUEUED, interrupted, QUEUED",
    "HELD, interrupted, HELD",
    "DELETING, finished, ENDING",
  })
  void followFromTheJobAndItsLastPod(Phase phase, String outcome, RunState state) {
    int code = outcome.equals("finished") ? 0 : 1;
    RunStatus status = RunStatuses.of(run(phase, Optional.empty()), List.of(ended(code, outcome)));
    assertThat(status.state()).isEqualTo(state);
  }

  @Test
  void sayWhoCancelledAndWhatItCameTo() {
    Optional<String> jane = Optional.of("by jane");
    assertThat(RunStatuses.of(run(Phase.RUNNING, jane), List.of()).state())
        .isEqualTo(RunState.ENDING);
    assertThat(RunStatuses.of(run(Phase.FAILED, jane), List.of(ended(75, "interrupted"))).why())
        .contains("cancelled by jane; so it was");
  }

  @Test
  void sayTheControllersWordsWhenNoPodIsLeft() {
    assertThat(RunStatuses.of(run(Phase.FAILED, Optional.empty()), List.of()).why())
        .contains("BackoffLimitExceeded: no more");
  }

  @Test
  void stayAsTheyEndedWhenTheyAreDeletedAfterwards() {
    Stream.of(Phase.FINISHED, Phase.FAILED)
        .map(phase -> RunStatuses.of(run(phase, Optional.empty()), List.of()))
        .forEach(ended -> assertThat(RunStatuses.deleted(ended)).isEqualTo(ended));
    RunStatus live = RunStatuses.of(run(Phase.RUNNING, Optional.empty()), List.of());
    assertThat(RunStatuses.deleted(live).state()).isEqualTo(RunState.LOST);
    assertThat(RunStatuses.deleted(live).why()).contains("it was deleted");
  }
}
