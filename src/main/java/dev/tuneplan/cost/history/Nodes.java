package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.objects.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of a history, as they come and go while it is read. */
final class Nodes {
  private final Map<String, NodeFacts> now = new HashMap<>();
  private final Map<String, List<Instant>> gone = new HashMap<>();

  void add(Watched watched) {
    NodeFacts node = NodeReader.of(watched.object());
    if (!watched.gone()) {
      now.put(node.name(), node);
      return;
    }
    // a Node has no time of its deletion; the last that is known of a silent one is its silence
    Optional<Instant> at = watched.at().or(() -> silent(watched.object()));
    at.ifPresent(t -> gone.computeIfAbsent(node.name(), k -> new ArrayList<>()).add(t));
    now.putIfAbsent(node.name(), node);
  }

  private static Optional<Instant> silent(KubeObject node) {
    return node.condition("Ready", "Unknown").flatMap(c -> c.time("lastTransitionTime"));
  }

  /** A machine as it is at this place of the history. */
  Optional<NodeFacts> at(String name) {
    return Optional.ofNullable(now.get(name));
  }

  /** When a machine went away, if it did so after a moment. */
  Optional<Instant> gone(String name, Instant after) {
    return gone.getOrDefault(name, List.of()).stream().filter(t -> !t.isBefore(after)).findFirst();
  }
}
