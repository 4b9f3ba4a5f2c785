package dev.tuneplan.runs;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.ProcessMark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One try of a run.
 *
 * @param number from 1
 * @param begun when a launch made it
 * @param launcher who made it
 * @param owner the wrapper that took it
 * @param state by its events, and by whether owner and launcher are alive
 * @param events in order
 */
public record Attempt(
    int number,
    Instant begun,
    Optional<ProcessMark> launcher,
    Optional<ProcessMark> owner,
    RunState state,
    List<Event> events) {
  public Attempt {
    events = List.copyOf(events);
  }

  /** With what is known from elsewhere. */
  public Attempt with(Event event) {
    List<Event> all = new java.util.ArrayList<>(events);
    // what came last says how long it took
    all.addFirst(event);
    return new Attempt(number, begun, launcher, owner, state, all);
  }

  /** The newest event of a kind. */
  public Optional<Event> last(String kind) {
    return events.reversed().stream().filter(e -> e.kind().equals(kind)).findFirst();
  }

  /** How it ended, in the wrapper's words. */
  public Optional<String> why() {
    return last("ended").flatMap(e -> e.text("why"));
  }

  /** The wrapper's exit code, when it ended. */
  public OptionalLong code() {
    return last("ended").map(e -> e.whole("code")).orElse(OptionalLong.empty());
  }

  /** The phase that it is in. */
  public Optional<String> phase() {
    return last("phase").flatMap(e -> e.text("phase"));
  }

  /** What it wastes now, in the wrapper's words. */
  public Optional<String> warning() {
    return state.live() ? last("warning").flatMap(e -> e.text("text")) : Optional.empty();
  }

  /** Seconds that it took, by the newest event. */
  public double seconds() {
    return events.isEmpty() ? 0 : events.getLast().number("s").orElse(0);
  }

  /** Steps done; empty when nothing told. */
  public OptionalLong step() {
    return last("progress").map(e -> e.whole("step")).orElse(OptionalLong.empty());
  }

  /** All steps, by the trainer. */
  public OptionalLong total() {
    return last("progress").map(e -> e.whole("total")).orElse(OptionalLong.empty());
  }

  /** The mark by which its trainer's processes are found. */
  public Optional<String> family() {
    return last("started").flatMap(e -> e.text("family"));
  }

  /** A number of the newest progress. */
  public OptionalDouble progress(String key) {
    return last("progress").map(e -> e.number(key)).orElse(OptionalDouble.empty());
  }
}
