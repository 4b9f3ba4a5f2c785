package dev.tuneplan.cli;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.sample.Glance;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunState;
import dev.tuneplan.runs.RunStatus;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A run as it stands at a moment, with what follows from it. */
record RunView(RunStatus status, Instant now) {
  private static final double HOUR = 3600;

  static RunView of(Runs runs, RunRecord run) throws IOException {
    return of(RunStatus.of(run, runs.attempts(run.id())));
  }

  static RunView of(RunStatus status) {
    return new RunView(status, Instant.now());
  }

  RunRecord run() {
    return status.run();
  }

  List<Attempt> attempts() {
    return status.attempts();
  }

  Optional<Attempt> last() {
    return status.last();
  }

  /** The number of the newest attempt; earlier ones may not be known any more. */
  int attempt() {
    return last().map(a -> Math.max(a.number(), attempts().size())).orElse(0);
  }

  RunState state() {
    return status.state();
  }

  /** The state, and while it runs its phase. */
  String stateWord() {
    return state() == RunState.RUNNING
        ? last().flatMap(Attempt::phase).orElse("running")
        : state().word();
  }

  OptionalLong step() {
    return step(attempts());
  }

  /** The newest that attempts told. */
  static OptionalLong step(List<Attempt> attempts) {
    return attempts.reversed().stream()
        .map(Attempt::step)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  long total() {
    return attempts().reversed().stream()
        .map(Attempt::total)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty())
        .orElse(run().plan().steps());
  }

  /** What is paid of an attempt; one that waits for a machine costs nothing yet. */
  double seconds(Attempt a) {
    return a.state().live() && a.state() != RunState.PENDING
        ? Math.max(a.seconds(), Duration.between(a.begun(), now).toMillis() / 1e3)
        : a.seconds();
  }

  /** Hours of all attempts. */
  double hours() {
    return attempts().stream().mapToDouble(this::seconds).sum() / HOUR;
  }

  OptionalDouble usd() {
    return priced(hours());
  }

  /** Hours until it is complete, by its own speed, or before that by the plan's. */
  OptionalDouble hoursLeft() {
    if (!state().live()) {
      return OptionalDouble.empty();
    }
    long left = Math.max(0, total() - step().orElse(0));
    OptionalDouble speed =
        last().map(a -> a.progress("stepsPerSecond")).orElse(OptionalDouble.empty());
    if (speed.isPresent() && speed.getAsDouble() > 0) {
      return OptionalDouble.of(left / speed.getAsDouble() / HOUR);
    }
    return total() > 0 && run().plan().hours() > 0
        ? OptionalDouble.of(run().plan().hours() * left / total())
        : OptionalDouble.empty();
  }

  OptionalDouble usdAtCompletion() {
    OptionalDouble left = hoursLeft();
    return left.isPresent() ? priced(hours() + left.getAsDouble()) : OptionalDouble.empty();
  }

  private OptionalDouble priced(double hours) {
    OptionalDouble rate = run().plan().usdPerHour();
    return rate.isPresent()
        ? OptionalDouble.of(rate.getAsDouble() * hours)
        : OptionalDouble.empty();
  }

  /** What it wastes now. */
  Optional<String> warning() {
    return last().flatMap(Attempt::warning);
  }

  /** What was told of its GPUs last, while it runs. */
  Optional<Event> told() {
    return last().filter(a -> a.state().live()).flatMap(a -> a.last(Glance.GPUS));
  }

  List<Glance> glances() {
    return told().map(Glance::all).orElse(List.of());
  }

  OptionalDouble tokensPerSecond() {
    return last().map(a -> a.progress("tokensPerSecond")).orElse(OptionalDouble.empty());
  }

  private Object number(String key) {
    return value(last().map(a -> a.progress(key)).orElse(OptionalDouble.empty()));
  }

  private static Object value(OptionalDouble v) {
    return v.isPresent() ? (Object) v.getAsDouble() : Output.None.NONE;
  }

  Map<String, Object> tree() {
    OptionalLong code = last().map(Attempt::code).orElse(OptionalLong.empty());
    return Tree.of(
        "run", run().id(),
        "name", run().name(),
        "state", state().word(),
        "phase", text(last().flatMap(Attempt::phase)),
        "attempt", (long) attempt(),
        "step", step().isPresent() ? (Object) step().getAsLong() : Output.None.NONE,
        "total", total(),
        "loss", number("loss"),
        "tokens", number("tokens"),
        "tokensPerSecond", value(tokensPerSecond()),
        "tokensPerSecondPlanned", run().plan().tokensPerSecond(),
        "source", text(last().flatMap(a -> a.last("progress")).flatMap(e -> e.text("source"))),
        "hours", hours(),
        "hoursPlanned", run().plan().hours(),
        "hoursLeft", value(hoursLeft()),
        "usd", value(usd()),
        "usdAtCompletion", value(usdAtCompletion()),
        "usdPlanned", value(run().plan().usd()),
        "exitCode", code.isPresent() ? (Object) code.getAsLong() : Output.None.NONE,
        "why", text(status.why()),
        "warning", text(warning()),
        "model", run().model(),
        "trainer", run().trainer(),
        "gpus", run().gpus(),
        "gpusNow", glances().stream().map(Glance::tree).toList(),
        "created", run().created().toString());
  }

  private static Object text(Optional<String> text) {
    return text.<Object>map(t -> t).orElse(Output.None.NONE);
  }

  /** The exit code of a command that waited for its end. */
  ExitCode exit() {
    return state() == RunState.FINISHED ? ExitCode.OK : ExitCode.RUN_FAILED;
  }
}
