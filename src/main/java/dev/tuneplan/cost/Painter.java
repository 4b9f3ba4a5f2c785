package dev.tuneplan.cost;

import dev.tuneplan.agent.Outcome;
import dev.tuneplan.agent.Phase;
import dev.tuneplan.cost.facts.Mark;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.cost.facts.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Cuts one pod's billed time into buckets.
 *
 * @param pod whose
 * @param lead the node whose wrapper tells the steps, itself or another one; empty: nobody tells
 * @param allUp when the last node's container began, for worlds of several without a wrapper
 * @param usable the last step of this attempt of which something is left
 */
record Painter(PodAttempt pod, Optional<PodAttempt> lead, Optional<Instant> allUp, long usable) {
  /** Less than this is no stall, however short the steps are: progress is told every 5 seconds. */
  private static final Duration LEAST_STALL = Duration.ofSeconds(60);

  /** Steps that take so many times the median are stalled. */
  private static final double STALL = 20;

  private static final Duration LEAST_SAVE = Duration.ofSeconds(1);

  /**
   * Cuts.
   *
   * @param billed to its release, or to now
   */
  Timeline paint(Span billed) {
    Timeline line = Timeline.of(Bucket.PULL, billed);
    Optional<Span> ran = pod.ran(billed.to());
    if (ran.isEmpty()) {
      return line;
    }
    Instant main = ran.get().from();
    Instant exit = ran.get().to();
    line = line.paint(Bucket.TEARDOWN, after(billed, exit)).paint(Bucket.UNTOLD, ran.get());
    Optional<TrainerLog> own = pod.log().filter(TrainerLog::tells);
    Optional<TrainerLog> world = lead.flatMap(PodAttempt::log).filter(TrainerLog::tells);
    Optional<TrainerLog> phases = own.or(() -> world);
    if (phases.isEmpty()) {
      return line;
    }
    line = line.paint(Bucket.SETUP, ran.get());
    line = peers(line, phases.get(), own.isPresent(), main);
    Optional<TrainerLog> steps =
        own.filter(l -> !l.steps().own().isEmpty())
            .or(() -> world.filter(l -> !l.steps().own().isEmpty()));
    return steps.isPresent()
        ? survivors(training(line, steps.get(), ran.get()), exit)
        : stopped(line, phases.get(), exit);
  }

  private static Span after(Span billed, Instant exit) {
    return new Span(exit.isAfter(billed.to()) ? billed.to() : exit, billed.to());
  }

  private static Span between(Instant from, Instant to) {
    return new Span(from.isAfter(to) ? to : from, to);
  }

  /** By the wrapper's word; without one, until the last container began. */
  private Timeline peers(Timeline line, TrainerLog log, boolean own, Instant main) {
    Optional<Instant> gate = log.began(Phase.PEERS);
    Optional<Instant> setup = log.began(Phase.SETUP);
    if (gate.isPresent()) {
      Instant from = own ? gate.get() : main;
      Instant to = setup.orElse(log.span().to());
      return line.paint(Bucket.PEERS, between(from, to));
    }
    return allUp.map(up -> line.paint(Bucket.PEERS, between(main, up))).orElse(line);
  }

  /** Of an attempt that made no step: what passed after it was told to end is no set-up. */
  private static Timeline stopped(Timeline line, TrainerLog log, Instant exit) {
    Optional<Instant> stopping = log.began(Phase.STOPPING);
    return stopping.map(s -> line.paint(Bucket.TEARDOWN, between(s, exit))).orElse(line);
  }

  private Timeline training(Timeline before, TrainerLog log, Span ran) {
    List<Mark> marks = log.steps().own();
    Pace pace = new Pace(marks);
    Instant first = first(log, marks);
    Instant last = marks.getLast().at();
    Timeline line =
        before
            .paint(Bucket.TRAINING, between(first, last))
            .paint(pod.running() ? Bucket.TRAINING : Bucket.TEARDOWN, between(last, ran.to()));
    for (Work work : log.work()) {
      line = line.repaint(Bucket.TRAINING, bucket(work), work.span());
    }
    for (Pace.Gap gap : pace.gaps()) {
      line = gap(line, log, gap, pace);
    }
    line = silence(line, log, last, ran.to(), pace);
    return usable < marks.getLast().step()
        ? line.repaint(Bucket.TRAINING, Bucket.LOST, between(lostFrom(log, pace, first), last))
        : line;
  }

  /** The phase is told within a second, the first mark within five. */
  private static Instant first(TrainerLog log, List<Mark> marks) {
    Instant mark = marks.getFirst().at();
    return log.began(Phase.TRAINING).filter(t -> t.isBefore(mark)).orElse(mark);
  }

  /** When the last step of which something is left was made. */
  private Instant lostFrom(TrainerLog log, Pace pace, Instant first) {
    Mark mark = pace.marks().getFirst();
    if (usable >= mark.step()) {
      return pace.at(usable);
    }
    long base = log.steps().base();
    long left = Math.max(0, usable - base);
    return first.plus(
        Duration.between(first, mark.at()).multipliedBy(left).dividedBy(mark.step() - base));
  }

  private static Bucket bucket(Work work) {
    return switch (work.kind()) {
      case EVALUATION -> Bucket.EVALUATION;
      case CHECKPOINT -> Bucket.CHECKPOINT;
      case IDLE -> Bucket.STALLED;
    };
  }

  /** Time that steps do not explain: what was saved in it explains it, or it is a stall. */
  private static Timeline gap(Timeline line, TrainerLog log, Pace.Gap gap, Pace pace) {
    Span span = between(gap.from(), gap.after().at());
    Duration told =
        log.work().stream()
            .map(w -> w.span().within(new Span(gap.before().at(), gap.after().at())).length())
            .reduce(Duration.ZERO, Duration::plus);
    Duration left = gap.excess().minus(told);
    boolean saved =
        log.steps().saved().stream()
            .anyMatch(s -> s.at().isAfter(gap.before().at()) && !s.at().isAfter(gap.after().at()));
    if (saved && left.compareTo(LEAST_SAVE) >= 0 && told.isZero()) {
      return line.repaint(Bucket.TRAINING, Bucket.CHECKPOINT, span);
    }
    return left.compareTo(stall(pace)) >= 0
        ? line.repaint(Bucket.TRAINING, Bucket.STALLED, span)
        : line;
  }

  private static Duration stall(Pace pace) {
    Duration steps = Duration.ofMillis((long) (STALL * 1000 * pace.stepSeconds().orElse(0)));
    return steps.compareTo(LEAST_STALL) > 0 ? steps : LEAST_STALL;
  }

  /** A trainer that made no step any more and was ended for it, or said nothing until it died. */
  private Timeline silence(Timeline line, TrainerLog log, Instant last, Instant exit, Pace pace) {
    boolean ended = log.end().map(e -> e.outcome() == Outcome.STALLED).orElse(false);
    Instant until = log.began(Phase.STOPPING).filter(s -> s.isAfter(last)).orElse(exit);
    boolean silent =
        log.end().isEmpty() && Duration.between(last, until).compareTo(stall(pace)) >= 0;
    return ended || silent ? line.paint(Bucket.STALLED, between(last, until)) : line;
  }

  /** A node that goes on after the leading one has ended waits for nobody. */
  private Timeline survivors(Timeline line, Instant exit) {
    Optional<Instant> ended =
        lead.filter(l -> !l.pod().equals(pod.pod()))
            .flatMap(l -> l.ran(exit))
            .map(Span::to)
            .filter(to -> Duration.between(to, exit).compareTo(LEAST_STALL) > 0);
    return ended.map(to -> line.paint(Bucket.STALLED, between(to, exit))).orElse(line);
  }
}
