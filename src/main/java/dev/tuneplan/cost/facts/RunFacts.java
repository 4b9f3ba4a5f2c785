package dev.tuneplan.cost.facts;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of a run.
 *
 * @param run its id; empty: the history has no label that says it
 * @param job empty: never seen
 * @param pods in order of their creation
 * @param waits in queues, in order
 * @param asOf the last moment of which anything tells; empty: nothing does
 * @param completeness whether more is to come
 * @param remarks what a reader must know
 */
public record RunFacts(
    String run,
    Optional<JobFacts> job,
    List<PodAttempt> pods,
    List<Wait> waits,
    Optional<Instant> asOf,
    Completeness completeness,
    List<String> remarks) {
  public RunFacts {
    pods =
        pods.stream()
            .sorted(
                Comparator.comparing((PodAttempt p) -> p.times().created())
                    .thenComparing(PodAttempt::index))
            .toList();
    waits = List.copyOf(waits);
    remarks = List.copyOf(remarks);
  }

  /** The worst grade of what cost something. */
  public Evidence grade() {
    return pods.stream()
        .filter(p -> !p.times().unplaced())
        .map(PodAttempt::grade)
        .reduce(Evidence::and)
        .orElse(Evidence.D);
  }

  /** From its creation to its end, or to the last that is known of it. */
  public Optional<Span> wall() {
    Optional<Instant> from =
        Stream.concat(
                job.map(JobFacts::created).stream(), pods.stream().map(p -> p.times().created()))
            .min(Comparator.naturalOrder());
    Optional<Instant> to =
        Stream.concat(
                job.flatMap(JobFacts::ended).stream(),
                pods.stream().flatMap(p -> p.times().released().stream()))
            .max(Comparator.naturalOrder());
    return from.flatMap(f -> to.filter(t -> !t.isBefore(f)).map(t -> new Span(f, t)));
  }
}
