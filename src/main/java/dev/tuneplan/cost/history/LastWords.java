package dev.tuneplan.cost.history;

import dev.tuneplan.agent.Outcome;
import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.record.TerminationMessage;
import dev.tuneplan.cost.facts.Mark;
import dev.tuneplan.cost.facts.Saved;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.facts.Steps;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.cost.facts.Work;
import dev.tuneplan.files.PlainTree;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The wrapper's termination message: how the attempt ended, and in total how long each phase took.
 *
 * @param attempt the name of its folder
 */
record LastWords(String attempt, PlainTree words) {
  private static final long NANOS = 1_000_000_000;

  /** Of what a container said last; empty when a wrapper did not say it. */
  static Optional<LastWords> of(PlainTree terminated) {
    PlainTree words = PlainTree.of(TerminationMessage.read(terminated.text("message").orElse("")));
    return words.text("attempt").map(attempt -> new LastWords(attempt, words));
  }

  /** How it ended. */
  Optional<TrainerLog.Said> said() {
    return said(words);
  }

  /** How an attempt ended, by these words or by the event of its end. */
  static Optional<TrainerLog.Said> said(PlainTree words) {
    OptionalLong code = words.whole("code");
    return words
        .text("outcome")
        .flatMap(Outcome::of)
        .map(o ->
            new TrainerLog.Said(
                o,
                code.isPresent() ? OptionalInt.of((int) code.getAsLong()) : OptionalInt.empty(),
                words.text("why").orElse(""),
                peakMiB(words)));
  }

  /** The most memory of the fullest GPU, as the wrapper measured it (docs/measuring.md, usage). */
  private static OptionalDouble peakMiB(PlainTree words) {
    return words.items("usage", "gpus").stream()
        .flatMap(g -> g.text("memMiB").stream())
        .filter(t -> t.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
        .mapToDouble(Double::parseDouble)
        .filter(v -> v > 0)
        .max();
  }

  /** What they tell when nothing else is left, from the start of the container on. */
  TrainerLog log(Instant main) {
    List<TrainerLog.Began> phases = new ArrayList<>();
    List<Work> work = new ArrayList<>();
    Map<String, Duration> lengths = lengths();
    Instant at = main;
    for (Phase phase : Phase.values()) {
      Duration took = lengths.getOrDefault(phase.word(), Duration.ZERO);
      if (took.isPositive()) {
        phases.add(new TrainerLog.Began(phase, at));
        Span span = new Span(at, at.plus(took));
        LogReader.kind(phase.word()).ifPresent(kind -> work.add(new Work(kind, span)));
        at = span.to();
      }
    }
    Instant end = main.plus(seconds("s").orElse(Duration.between(main, at)));
    List<Mark> marks = new ArrayList<>();
    OptionalLong step = words.whole("step");
    if (step.isPresent() && step.getAsLong() > 0) {
      marks.add(new Mark(stepped(phases).orElse(end), step.getAsLong(), words.whole("tokens")));
    }
    List<Saved> saved =
        words.text("checkpoint").flatMap(LastWords::step).map(s -> new Saved(end, s)).stream()
            .toList();
    return new TrainerLog(
        attempt,
        Recorded.node(attempt),
        new Span(main, end.isBefore(main) ? main : end),
        phases,
        new Steps(words.whole("resumedStep"), words.whole("total"), marks, saved),
        work,
        said(),
        words.items("usage", "gpus").stream().flatMap(g -> g.text("id").stream()).toList());
  }

  /** In total, by phase: what was measured has the phases' names and their seconds. */
  private Map<String, Duration> lengths() {
    List<PlainTree> names = words.items("usage", "phases");
    List<PlainTree> seconds = words.items("usage", "s");
    Map<String, Duration> lengths = new HashMap<>();
    for (int i = 0; i < Math.min(names.size(), seconds.size()); i++) {
      Optional<Duration> took = new LastWords(attempt, seconds.get(i)).seconds();
      names.get(i).text().ifPresent(name -> took.ifPresent(t -> lengths.put(name, t)));
    }
    return lengths;
  }

  /** The last step is made when the training ends. */
  private static Optional<Instant> stepped(List<TrainerLog.Began> phases) {
    return phases.stream()
        .filter(p -> p.phase() == Phase.STOPPING)
        .map(TrainerLog.Began::at)
        .findFirst();
  }

  private Optional<Duration> seconds(String... path) {
    return words
        .text(path)
        .filter(t -> t.matches("[0-9]{1,9}(\\.[0-9]{1,9})?([eE][0-9])?"))
        .map(t ->
            Duration.ofNanos(new BigDecimal(t).multiply(BigDecimal.valueOf(NANOS)).longValue()));
  }

  private static Optional<Long> step(String folder) {
    String digits = folder.replaceFirst(".*checkpoint-", "");
    return digits.matches("[0-9]{1,15}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }
}
