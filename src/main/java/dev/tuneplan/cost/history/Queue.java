package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.facts.Wait;
import dev.tuneplan.objects.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Kueue did with a run, from its Workload (kueue v0.14.0, apis/kueue/v1beta1, and a recording
 * of one that was deactivated and activated again): Admitted, Evicted with a reason, Admitted
 * again.
 */
final class Queue {
  /** A pod that ends within the grace period after an eviction ended because of it. */
  private static final Duration GRACE = Duration.ofMinutes(15);

  private final List<Wait> waits = new ArrayList<>();
  private final List<Eviction> evictions = new ArrayList<>();
  private Optional<Instant> waiting = Optional.empty();
  private String why = "in the queue";
  private boolean admitted;

  private record Eviction(Instant at, String reason) {}

  void add(Watched watched) {
    KubeObject workload = watched.object();
    if (waiting.isEmpty() && !admitted) {
      waiting = workload.created();
    }
    Optional<Instant> in = workload.since("Admitted");
    Optional<Instant> out = workload.since("Evicted");
    // a workload that is told to go still says Admitted for a moment
    if (in.isPresent() && out.isEmpty() && !admitted) {
      Instant from = waiting.orElse(in.get());
      waits.add(new Wait(new Span(from.isAfter(in.get()) ? in.get() : from, in.get()), why));
      waiting = Optional.empty();
      admitted = true;
    }
    if (out.isPresent() && admitted) {
      String reason = workload.condition("Evicted").text("reason").orElse("Evicted");
      evictions.add(new Eviction(out.get(), reason));
      waiting = out;
      why = "in the queue again (" + reason + ")";
      admitted = false;
    }
  }

  List<Wait> waits() {
    return waits;
  }

  /** Why the queue ended a pod, if it did. */
  Optional<String> evicted(Instant created, Instant end) {
    return evictions.stream()
        .filter(e ->
            !e.at.isBefore(created)
                && !e.at.isAfter(end)
                && Duration.between(e.at, end).compareTo(GRACE) <= 0)
        .map(Eviction::reason)
        .findFirst();
  }
}
