package dev.tuneplan.kube.runs;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.MarkedLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The events in a pod's log, of those that come often the newest alone. Used by any thread. */
final class Told {
  private final List<Event> events = new ArrayList<>();

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
          if (EventLog.OFTEN.contains(event.kind())) {
            events.removeIf(e -> e.kind().equals(event.kind()));
          }
          events.add(event);
        });
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }
}
