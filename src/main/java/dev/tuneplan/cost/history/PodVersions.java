package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.NodeFacts;
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
  private static final List<String> TRAINERS = List.of("trainer", "node");

  private Json last;
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
    Json state = trainer().at("state");
    main =
        main.or(() ->
            state.time("running", "startedAt").or(() -> state.time("terminated", "startedAt")));
    settle(nodes);
  }

  /** Takes its machine as it is now, unless it was seen before. */
  void settle(Nodes nodes) {
    node = node.or(() -> nodeName().flatMap(nodes::at));
  }

  Json last() {
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

  /** The status of the trainer's container, by its name, else of the first one. */
  Json trainer() {
    List<Json> all = last.items("status", "containerStatuses");
    return TRAINERS.stream()
        .flatMap(name -> all.stream().filter(c -> c.text("name").filter(name::equals).isPresent()))
        .findFirst()
        .or(() -> all.stream().findFirst())
        .orElse(new Json(null));
  }

  /** All containers, with sidecars and those that came before. */
  List<Json> containers() {
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
