package dev.tuneplan.cli;

import dev.tuneplan.agent.sample.Meters;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.cost.history.Recorded;
import dev.tuneplan.cost.history.Usages;
import dev.tuneplan.measured.AttemptUse;
import dev.tuneplan.measured.Found;
import dev.tuneplan.measured.RunUse;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a run's attempts used, in whichever channel tells most of each. */
final class UseFinding {
  private final Map<String, List<Found>> attempts = new TreeMap<>();

  private UseFinding() {}

  /** Of a run of this machine: its segments, and the event of its end. */
  static RunUse in(Runs runs, String id) throws IOException {
    UseFinding finding = new UseFinding();
    for (Attempt attempt : runs.attempts(id)) {
      String name = Integer.toString(attempt.number());
      finding.segments(name, runs.folder(id, attempt.number()));
      attempt
          .last("ended")
          .flatMap(e -> Optional.ofNullable(e.data().get("usage")))
          .flatMap(u -> u instanceof Map<?, ?> m ? Found.inLastWords(name, m) : Optional.empty())
          .ifPresent(f -> finding.add(name, f));
    }
    return finding.best();
  }

  /**
   * Of a recording: segments, shipped lines, and last words.
   *
   * @param facts whose attempts count; a recording may have those of other runs
   */
  static RunUse in(Recording recording, Recorded recorded, RunFacts facts) throws IOException {
    UseFinding finding = new UseFinding();
    for (Path attempt : recording.attempts()) {
      finding.segments(attempt.getFileName().toString(), attempt);
    }
    for (Path log : recording.shipped()) {
      try (Stream<String> lines = Files.lines(log)) {
        Found.inLog(lines).forEach(finding::add);
      }
    }
    Usages.of(recorded)
        .forEach(
            (name, usage) -> Found.inLastWords(name, usage).ifPresent(f -> finding.add(name, f)));
    Set<String> known =
        facts.pods().stream()
            .map(PodAttempt::log)
            .flatMap(Optional::stream)
            .map(TrainerLog::attempt)
            .collect(Collectors.toSet());
    finding.attempts.keySet().retainAll(known);
    return finding.best();
  }

  private void segments(String attempt, Path folder) throws IOException {
    Found.inSegments(attempt, folder.resolve(Meters.FOLDER)).ifPresent(f -> add(attempt, f));
  }

  private void add(String attempt, Found found) {
    attempts.computeIfAbsent(attempt, a -> new ArrayList<>()).add(found);
  }

  private RunUse best() {
    List<AttemptUse> uses = new ArrayList<>();
    attempts.values().forEach(all -> Found.best(all).ifPresent(uses::add));
    return new RunUse(uses);
  }
}
