package dev.tuneplan.cli;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.runs.Attempt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run that goes on will come to, for those who are told only once: by its own speed when its
 * newest attempt made a twentieth of the steps, and before that by the plan's.
 */
record LiveForecast(RunView view) {
  private static final double HOUR = 3600;

  /** Speeds of the first steps are those of compilers and caches. */
  private static final double SETTLED = 0.05;

  /** What all attempts will have cost; empty: it is over, or unpriced. */
  OptionalDouble usd() {
    OptionalDouble rate = view.run().plan().usdPerHour();
    return view.state().live() && rate.isPresent()
        ? OptionalDouble.of(rate.getAsDouble() * hours())
        : OptionalDouble.empty();
  }

  private double hours() {
    long begun = begun();
    long made = view.step().orElse(0) - begun;
    OptionalDouble speed = speed(made);
    if (speed.isPresent() && made >= SETTLED * view.total()) {
      double left = Math.max(0, view.total() - begun - made);
      return view.hours() + left / speed.getAsDouble() / HOUR;
    }
    double part = view.total() > 0 ? Math.max(0, 1 - (double) begun / view.total()) : 1;
    double planned = part * view.run().plan().hours();
    return Math.max(
        view.hours(), view.hours() - running().map(view::seconds).orElse(0.0) / HOUR + planned);
  }

  private Optional<Attempt> running() {
    return view.last().filter(a -> a.state().live());
  }

  /** The step from which the attempt that runs began, or the next one will begin. */
  private long begun() {
    Optional<Attempt> running = running();
    if (running.isEmpty()) {
      return view.step().orElse(0);
    }
    List<Attempt> before = view.attempts().subList(0, view.attempts().size() - 1);
    return running
        .flatMap(a -> a.last("trainer"))
        .map(e -> e.whole("resumedStep").orElse(0))
        .orElseGet(() -> RunView.step(before).orElse(0));
  }

  /**
   * Steps in a second, of late or since the attempt's first step, whichever are more: for a while
   * after an evaluation the newest steps seem slow.
   */
  private OptionalDouble speed(long made) {
    OptionalDouble late =
        running().map(a -> a.progress("stepsPerSecond")).orElse(OptionalDouble.empty());
    if (late.isEmpty() || late.getAsDouble() <= 0) {
      return OptionalDouble.empty();
    }
    double from =
        running().stream()
            .flatMap(a -> a.events().stream())
            .filter(e -> e.text("phase").filter(Phase.TRAINING.word()::equals).isPresent())
            .findFirst()
            .map(LiveForecast::seconds)
            .orElse(Double.NaN);
    double to =
        running().flatMap(a -> a.last("progress")).map(LiveForecast::seconds).orElse(Double.NaN);
    // not a number, where one of them is not known
    return OptionalDouble.of(
        to - from > 0 ? Math.max(late.getAsDouble(), made / (to - from)) : late.getAsDouble());
  }

  private static double seconds(Event event) {
    return event.number("s").orElse(Double.NaN);
  }
}
