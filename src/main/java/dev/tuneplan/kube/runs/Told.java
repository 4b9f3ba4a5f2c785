package dev.tuneplan.kube.runs;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.MarkedLine;
import dev.tuneplan.agent.sample.Glance;
import dev.tuneplan.agent.sample.Glances;
import dev.tuneplan.agent.ship.LinesChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events in a pod's log, of those that come often the newest alone, and the newest of what its
 * sidecar prints. Used by any thread.
 */
final class Told {
  private final List<Event> events = new ArrayList<>();
  private final Glances shipped = new Glances();

  /**
   * What is told in a pod's log.
   *
   * @param all by the uid of the pod; one whose log is not read has none
   */
  static List<Event> of(RunPod pod, Map<String, Told> all) {
    return all.containsKey(pod.uid()) ? all.get(pod.uid()).events() : List.of();
  }

  /** Takes a line of the log. */
  synchronized void line(String line) {
    MarkedLine.event(line)
        .ifPresent(event -> {
          if (event.kind().equals(Glance.GPUS)) {
            shipped.know(event);
          }
          if (EventLog.OFTEN.contains(event.kind()) || event.kind().equals(Glance.GPUS)) {
            events.removeIf(e -> e.kind().equals(event.kind()));
          }
          events.add(event);
        });
  }

  /** Takes a line of its sidecar's log. */
  synchronized void sample(String line) {
    LinesChannel.line(line).ifPresent(shipped::add);
  }

  /** With GPUs as a sidecar shows them, if it does: those of its lines are newer. */
  synchronized List<Event> events() {
    Optional<Event> gpus = shipped.event();
    if (gpus.isEmpty()) {
      return List.copyOf(events);
    }
    List<Event> all = new ArrayList<>(events);
    all.removeIf(e -> e.kind().equals(Glance.GPUS));
    all.add(0, gpus.get());
    return all;
  }
}
