package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.TrainerLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gives each of the wrapper's logs to the pod that it is of. */
final class Logs {
  /** Clocks of machines differ. */
  private static final Duration DRIFT = Duration.ofMinutes(2);

  private final List<TrainerLog> left;

  Logs(List<Recorded.Log> logs) {
    left = new ArrayList<>(logs.stream().flatMap(l -> LogReader.of(l).stream()).toList());
  }

  /** Takes a pod's log: the one that its last words name, else the one that began with it. */
  Optional<TrainerLog> of(PodVersions pod, int index, Optional<LastWords> words) {
    Optional<TrainerLog> named =
        words.flatMap(w -> left.stream().filter(l -> l.attempt().equals(w.attempt())).findFirst());
    Optional<TrainerLog> found = named.or(() -> pod.main().flatMap(main -> nearest(index, main)));
    found.ifPresent(left::remove);
    return found;
  }

  private Optional<TrainerLog> nearest(int index, Instant main) {
    return left.stream()
        .filter(l -> l.node() == index)
        .filter(l -> distance(l, main).compareTo(DRIFT) <= 0)
        .min(Comparator.comparing(l -> distance(l, main)));
  }

  private static Duration distance(TrainerLog log, Instant main) {
    return Duration.between(log.span().from(), main).abs();
  }

  /** Those whose pods nobody saw. */
  List<TrainerLog> left() {
    return left;
  }
}
