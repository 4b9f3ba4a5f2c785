package dev.tuneplan.cost.history;

import dev.tuneplan.files.PlainTree;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When a pod's billing ended. */
final class Release {
  private Release() {}

  /**
   * The latest end of any of its containers. Where the kubelet could not say, when the pod was no
   * longer ready; where it vanished with its containers running, when its machine or it was gone,
   * whichever came first: the pod is deleted up to a minute after its machine (Kubernetes 1.34.4,
   * pkg/controller/podgc, read and recorded 2026-11-25). Empty: it has not ended.
   */
  static Optional<Instant> of(PodVersions pod, Nodes nodes, Instant from) {
    List<PlainTree> states = pod.containers().stream().map(c -> c.at("state")).toList();
    boolean running = states.stream().anyMatch(s -> s.at("running").there());
    Optional<Instant> finished =
        states.stream()
            .flatMap(s -> s.time("terminated", "finishedAt").stream())
            .max(Comparator.naturalOrder());
    if (pod.ended() && !running) {
      boolean unknown =
          states.stream()
              .map(s -> s.at("terminated"))
              .anyMatch(t -> t.there() && t.time("finishedAt").isEmpty());
      boolean untold =
          finished.isEmpty() || unknown || pod.trainer().status().at("state", "waiting").there();
      return untold ? latest(finished, unready(pod)).or(pod::lastWord) : finished;
    }
    Optional<Instant> machine = pod.nodeName().flatMap(name -> nodes.gone(name, from));
    if (!pod.gone()) {
      return machine;
    }
    Optional<Instant> deleted = pod.goneAt().or(() -> pod.last().deleted()).or(pod::lastWord);
    return Stream.concat(machine.stream(), deleted.stream()).min(Comparator.naturalOrder());
  }

  private static Optional<Instant> unready(PodVersions pod) {
    return pod.last().condition("Ready", "False").flatMap(c -> c.time("lastTransitionTime"));
  }

  private static Optional<Instant> latest(Optional<Instant> a, Optional<Instant> b) {
    return Stream.concat(a.stream(), b.stream()).max(Comparator.naturalOrder());
  }
}
