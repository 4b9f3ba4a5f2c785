package dev.tuneplan.cost.history;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.cost.facts.Mark;
import dev.tuneplan.cost.facts.Saved;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.facts.Steps;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.cost.facts.Work;
import dev.tuneplan.files.PlainTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the wrapper's events of one attempt. */
final class LogReader {
  private static final double NANOS = 1e9;
  private static final double LONGEST_SECONDS = 1e9;

  private final Instant start;
  private final List<TrainerLog.Began> phases = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<Saved> saved = new ArrayList<>();
  private final List<Work> work = new ArrayList<>();
  private final Set<String> gpus = new LinkedHashSet<>();
  private OptionalLong resumed = OptionalLong.empty();
  private OptionalLong total = OptionalLong.empty();
  private Optional<TrainerLog.Said> end = Optional.empty();
  private Optional<Work> open = Optional.empty();
  private Instant last;

  private LogReader(Instant start) {
    this.start = start;
    this.last = start;
  }

  /** Empty when no event is left. */
  static Optional<TrainerLog> of(Recorded.Log log) {
    if (log.events().isEmpty()) {
      return Optional.empty();
    }
    Event first = log.events().getFirst();
    LogReader reader = new LogReader(first.at().minusNanos(nanos(first)));
    log.events().forEach(reader::event);
    reader.close(reader.last);
    return Optional.of(
        new TrainerLog(
            log.attempt(),
            Recorded.node(log.attempt()),
            new Span(reader.start, reader.last),
            reader.phases,
            new Steps(reader.resumed, reader.total, reader.marks, reader.saved),
            reader.work,
            reader.end,
            List.copyOf(reader.gpus)));
  }

  private static long nanos(Event event) {
    double seconds = event.number("s").orElse(0);
    return seconds >= 0 && seconds < LONGEST_SECONDS ? Math.round(seconds * NANOS) : 0;
  }

  private void event(Event event) {
    // the monotonic clock, where there is one: wall clocks are set while a trainer runs
    Instant at = event.number("s").isPresent() ? start.plusNanos(nanos(event)) : event.at();
    if (at.isBefore(last)) {
      at = last;
    }
    last = at;
    devices(event);
    switch (event.kind()) {
      case "phase" -> phase(event, at);
      case "trainer" -> resumed = event.whole("resumedStep");
      case "progress" -> progress(event, at);
      case "checkpoint" -> checkpoint(event, at);
      case "evaluation" -> work(Work.Kind.EVALUATION, event, at);
      case "saving" -> work(Work.Kind.CHECKPOINT, event, at);
      case "idle" -> work(Work.Kind.IDLE, event, at);
      case "ended" -> ended(event, at);
      default -> {}
    }
  }

  private void phase(Event event, Instant at) {
    close(at);
    open =
        event.text("phase").flatMap(LogReader::kind).map(kind -> new Work(kind, new Span(at, at)));
    for (Phase phase : Phase.values()) {
      if (event.text("phase").filter(phase.word()::equals).isPresent()) {
        phases.add(new TrainerLog.Began(phase, at));
      }
    }
  }

  /** What a phase is that is told apart from training. */
  static Optional<Work.Kind> kind(String phase) {
    return switch (phase) {
      case "evaluation" -> Optional.of(Work.Kind.EVALUATION);
      case "checkpoint" -> Optional.of(Work.Kind.CHECKPOINT);
      default -> Optional.empty();
    };
  }

  /** Ends the work of a phase that is one. */
  private void close(Instant at) {
    open.ifPresent(w -> work.add(new Work(w.kind(), new Span(w.span().from(), at))));
    open = Optional.empty();
  }

  private void progress(Event event, Instant at) {
    if (event.whole("total").isPresent()) {
      total = event.whole("total");
    }
    OptionalLong step = event.whole("step");
    boolean rises =
        step.isPresent()
            && step.getAsLong() >= 0
            && (marks.isEmpty() || step.getAsLong() > marks.getLast().step());
    if (rises) {
      marks.add(new Mark(at, step.getAsLong(), event.whole("tokens")));
    }
  }

  private void checkpoint(Event event, Instant at) {
    event.whole("step").ifPresent(step -> saved.add(new Saved(at, step)));
  }

  /** An event at the end of something that took so many seconds. */
  private void work(Work.Kind kind, Event event, Instant at) {
    double seconds = event.number("seconds").orElse(0);
    if (seconds > 0 && seconds < LONGEST_SECONDS) {
      Instant from = at.minusNanos(Math.round(seconds * NANOS));
      work.add(new Work(kind, new Span(from.isBefore(start) ? start : from, at)));
    }
  }

  private void ended(Event event, Instant at) {
    progress(event, at);
    end = LastWords.said(PlainTree.of(event.data()));
  }

  private void devices(Event event) {
    PlainTree.of(event.data())
        .items("gpus")
        .forEach(gpu -> gpu.text().or(() -> gpu.text("uuid")).ifPresent(gpus::add));
  }
}
