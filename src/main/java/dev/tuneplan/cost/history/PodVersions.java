package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.TrainerPod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod through all that a watch saw of it. The last version is not enough: a kubelet that cannot
 * find a container any more writes over its times with nothing ({@code ContainerStatusUnknown}).
 */
final class PodVersions {
  private KubeObject last;
  private boolean gone;
  private Optional<Instant> goneAt = Optional.empty();
  private Optional<Instant> main = Optional.empty();
  private Optional<NodeFacts> node = Optional.empty();

  PodVersions(Watched first, Nodes nodes) {
    last = first.object();
    add(first, nodes);
  }

  void add(Watched watched, Nodes nodes) {
    last = watched.object();
    gone |= watched.gone();
    if (watched.gone()) {
      goneAt = watched.at();
    }
    main = main.or(() -> trainer().started());
    settle(nodes);
  }

  /** Takes its machine as it is now, unless it was seen before. */
  void settle(Nodes nodes) {
    node = node.or(() -> nodeName().flatMap(nodes::at));
  }

  KubeObject last() {
    return last;
  }

  boolean gone() {
    return gone;
  }

  /** When it was seen to be deleted. */
  Optional<Instant> goneAt() {
    return goneAt;
  }

  /** When the trainer's container began. */
  Optional<Instant> main() {
    return main;
  }

  Optional<NodeFacts> node() {
    return node;
  }

  Optional<String> nodeName() {
    return last.text("spec", "nodeName").filter(n -> !n.isEmpty());
  }

  /** Its trainer as it was seen last. */
  TrainerPod trainer() {
    return new TrainerPod(last);
  }

  /** All containers, with sidecars and those that came before. */
  List<PlainTree> containers() {
    return Stream.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")
        .flatMap(list -> last.items("status", list).stream())
        .toList();
  }

  /** Whether it is over, by its phase. */
  boolean ended() {
    return last.text("status", "phase")
        .filter(p -> p.equals("Succeeded") || p.equals("Failed"))
        .isPresent();
  }

  /** The last moment of which its status tells. */
  Optional<Instant> lastWord() {
    return Stream.concat(
            last.items("status", "conditions").stream()
                .flatMap(c -> c.time("lastTransitionTime").stream()),
            last.items("metadata", "managedFields").stream().flatMap(f -> f.time("time").stream()))
        .max(Comparator.naturalOrder());
  }
}
