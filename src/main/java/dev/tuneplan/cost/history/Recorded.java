package dev.tuneplan.cost.history;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is left of a run.
 *
 * @param run its id, for a recording of several; empty: all of it is of one run
 * @param watch the lines of a watch of its pods, their nodes, its Job and its queue's Workload
 * @param logs the wrapper's events
 */
public record Recorded(Optional<String> run, List<String> watch, List<Log> logs) {
  private static final Pattern ATTEMPT = Pattern.compile("[0-9]+(?:-node([0-9]{1,6}))?");

  /**
   * The wrapper's events of one attempt.
   *
   * @param attempt the name of its folder
   */
  public record Log(String attempt, List<Event> events) {
    public Log {
      events = List.copyOf(events);
    }
  }

  public Recorded {
    watch = List.copyOf(watch);
    logs = List.copyOf(logs);
  }

  /** Whether an object is of the run that is asked for, by its label. */
  boolean has(KubeObject object) {
    return run.isEmpty() || object.label(Labels.RUN_ID).equals(run);
  }

  /** The node that an attempt's folder is of. */
  static int node(String attempt) {
    Matcher m = ATTEMPT.matcher(attempt);
    return m.matches() && m.group(1) != null ? Integer.parseInt(m.group(1)) : 0;
  }
}
