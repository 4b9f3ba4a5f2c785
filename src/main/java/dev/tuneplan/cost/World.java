package dev.tuneplan.cost;

import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.facts.Steps;
import dev.tuneplan.cost.facts.TrainerLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which pods were one attempt of a run together, and what is left of each attempt's steps.
 *
 * @param pods of the run, in order of their creation
 */
record World(List<PodAttempt> pods) {

  /**
   * The node that tells the steps while a pod ran: the lowest one that does, of those that last.
   *
   * @param now until when what runs has run
   */
  Optional<PodAttempt> lead(PodAttempt pod, Instant now) {
    return pod.ran(now)
        .flatMap(ran ->
            pods.stream()
                .filter(p -> p.log().filter(TrainerLog::tells).isPresent())
                .filter(p -> p.equals(pod) || p.index() != pod.index())
                .filter(p -> overlap(p, ran).isPositive())
                .max(
                    Comparator.comparing((PodAttempt p) -> !steps(p).own().isEmpty())
                        .thenComparing(PodAttempt::index, Comparator.reverseOrder())
                        .thenComparing(p -> overlap(p, ran))));
  }

  private static Duration overlap(PodAttempt pod, Span ran) {
    return pod.ran(ran.to()).map(r -> r.within(ran).length()).orElse(Duration.ZERO);
  }

  static Steps steps(PodAttempt pod) {
    return pod.log().map(TrainerLog::steps).orElse(Steps.NONE);
  }

  /** When the last of the nodes that run beside a pod had begun. */
  Optional<Instant> allUp(PodAttempt pod, Instant now) {
    return pod.ran(now)
        .flatMap(ran ->
            pods.stream()
                .filter(p -> p.index() != pod.index())
                .filter(p -> overlap(p, ran).isPositive())
                .flatMap(p -> p.times().main().stream())
                .max(Comparator.naturalOrder()));
  }

  /** Which attempt of the run a pod is of, from 1. */
  int attempt(PodAttempt pod, Optional<PodAttempt> lead) {
    return lead.map(PodAttempt::ordinal).orElse(pod.ordinal());
  }

  /**
   * The last step of an attempt of which something is left: all of one that finished or still runs;
   * else that of its last checkpoint, and none that a later attempt began below.
   */
  long usable(PodAttempt lead) {
    Steps own = steps(lead);
    long end = own.last().map(m -> m.step()).orElse(own.base());
    long left = lead.end().cause().unfinished() ? Math.min(end, own.usable()) : end;
    for (PodAttempt later : pods) {
      boolean after =
          later.index() == lead.index()
              && later.ordinal() > lead.ordinal()
              && !steps(later).own().isEmpty();
      left = after ? Math.min(left, steps(later).base()) : left;
    }
    return Math.max(left, 0);
  }

  /** Steps of a run of which something is left. */
  long usefulSteps() {
    long sum = 0;
    for (PodAttempt lead : leads()) {
      sum += Math.max(0, usable(lead) - steps(lead).base());
    }
    return sum;
  }

  /**
   * The pods that tell the steps of the run: those of the lowest node that tells any, so that no
   * step counts twice.
   */
  List<PodAttempt> leads() {
    int node =
        pods.stream()
            .filter(p -> !steps(p).own().isEmpty())
            .mapToInt(PodAttempt::index)
            .min()
            .orElse(0);
    return pods.stream().filter(p -> p.index() == node && !steps(p).own().isEmpty()).toList();
  }
}
