package dev.tuneplan.agent.progress;

import dev.tuneplan.agent.record.Moment;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Gathers what every source says. The best source that is not silent counts: one that says nothing
 * for a minute while a lesser one goes on has lost. Thread-safe.
 */
public final class Board {
  private static final Duration SILENT = Duration.ofMinutes(1);

  private final Map<Source, Said> said = new EnumMap<>(Source.class);
  private final Pace steps = new Pace();
  private final Pace tokens = new Pace();
  private final OptionalLong planned;
  private Optional<Moment> lastStep = Optional.empty();
  private long step = -1;

  private record Said(Report report, Moment at) {}

  /** With the steps that a plan expects, for trainers that do not say. */
  public Board(OptionalLong planned) {
    this.planned = planned;
  }

  /** Takes what a source says. */
  public synchronized void report(Source source, Report report, Moment at) {
    Said before = said.get(source);
    boolean news =
        before == null
            || (report.step().isPresent() && !report.step().equals(before.report.step()));
    Report all = before == null ? report : report.over(before.report);
    said.put(source, new Said(all, news || before == null ? at : before.at));
    winner()
        .ifPresent(w -> {
          long now = furthest(w.getValue().report.step().orElse(-1));
          if (now > step) {
            // where an attempt begins is no step that it made
            lastStep = step < 0 && now == 0 ? lastStep : Optional.of(at);
            step = now;
            steps.add(at, now);
          }
          w.getValue().report.tokens().ifPresent(n -> tokens.add(at, n));
        });
  }

  /** The callback is told a step every 5 s, and not the last one: a checkpoint may be further. */
  private long furthest(long step) {
    return said.entrySet().stream()
        .filter(e -> e.getKey() != Source.OUTPUT)
        .mapToLong(e -> e.getValue().report.step().orElse(-1))
        .reduce(step, Math::max);
  }

  private Optional<Map.Entry<Source, Said>> winner() {
    Optional<Said> newest =
        said.values().stream()
            .filter(s -> s.report.step().isPresent())
            .max((a, b) -> Long.compare(a.at.nanos() - b.at.nanos(), 0));
    return newest.flatMap(n ->
        said.entrySet().stream()
            .filter(e -> e.getValue().report.step().isPresent())
            .filter(e -> n.at.since(e.getValue().at).compareTo(SILENT) <= 0)
            .findFirst());
  }

  /** How far it is; empty before the first word. */
  public synchronized Optional<Standing> standing() {
    return winner()
        .map(w -> {
          Report r = w.getValue().report;
          return new Standing(
              w.getKey(),
              step,
              firstTotal(),
              firstLoss(r),
              r.tokens(),
              steps.perSecond(),
              tokens.perSecond());
        });
  }

  private OptionalLong firstTotal() {
    return said.values().stream()
        .map(s -> s.report.total())
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(planned);
  }

  private OptionalDouble firstLoss(Report best) {
    return best.loss().isPresent()
        ? best.loss()
        : said.values().stream()
            .map(s -> s.report.loss())
            .filter(OptionalDouble::isPresent)
            .findFirst()
            .orElse(OptionalDouble.empty());
  }

  /** When the last step was noticed; empty before the first. */
  public synchronized Optional<Moment> lastStep() {
    return lastStep;
  }

  /** The median seconds of a step. */
  public synchronized OptionalDouble medianStepSeconds() {
    return steps.medianSeconds();
  }

  /**
   * What shows that every step was made, by a source that is exact: the output is not, and a total
   * that only the plan knows is compared too when a trainer names none.
   */
  public synchronized Optional<Source> complete() {
    return said.entrySet().stream()
        .filter(e -> e.getKey() != Source.OUTPUT)
        .filter(e -> e.getValue().report.over(totals()).complete())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Report totals() {
    return new Report(
        OptionalLong.empty(),
        firstTotal(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalDouble.empty());
  }
}
