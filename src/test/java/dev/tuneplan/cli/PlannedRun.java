package dev.tuneplan.cli;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunState;
import dev.tuneplan.runs.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run that was planned with 1000 steps in an hour, for 10 USD, and what became of it. */
final class PlannedRun {
  static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  /** Steps in a second. */
  static final double SPEED = 1000 / 3600.0;

  private final String id;
  private final List<Attempt> attempts = new ArrayList<>();

  PlannedRun(String id) {
    this.id = id;
  }

  static Event training(double second) {
    return new Event(START, "phase", Map.of("phase", "training", "s", second));
  }

  static Event resumed(long step) {
    return new Event(START, "trainer", Map.of("resumedStep", step));
  }

  static Event step(double second, long step, double speed) {
    return new Event(START, "progress", Map.of("s", second, "step", step, "stepsPerSecond", speed));
  }

  static Event alive(double second) {
    return new Event(START, "alive", Map.of("s", second));
  }

  PlannedRun attempt(RunState state, Event... events) {
    attempts.add(
        new Attempt(
            attempts.size() + 1,
            START,
            Optional.empty(),
            Optional.empty(),
            state,
            List.of(events)));
    return this;
  }

  /** How it stands so many seconds after the start. */
  RunView view(RunState state, int second) {
    RunRecord run =
        new RunRecord(
            id,
            "demo",
            START,
            "meta-llama/Llama-3.1-8B",
            "trl",
            "1 x h100",
            new RunRecord.Expected(1000, 1e6, 1, OptionalDouble.of(10), OptionalDouble.of(10)));
    return new RunView(
        new RunStatus(run, state, Optional.empty(), attempts), START.plusSeconds(second));
  }

  /** The same as budgets see it. */
  LiveRun live(String project, int second) {
    return new LiveRun(
        view(RunState.RUNNING, second),
        Map.of("run", id, "name", "demo", "project", project),
        START.plusSeconds(second));
  }
}
