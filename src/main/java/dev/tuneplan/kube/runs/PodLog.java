package dev.tuneplan.kube.runs;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.LogStream;
import dev.tuneplan.kube.api.Patience;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The log of a container of a pod. A connection that broke goes on where it was, by the time that
 * the kubelet puts before each line: no line is given twice, and none is left out that the node
 * has.
 */
final class PodLog {
  private final ClusterApi api;
  private final RunPod pod;
  private final String container;
  private Instant last = Instant.MIN;
  private int atLast;

  private PodLog(ClusterApi api, RunPod pod, String container) {
    this.api = api;
    this.pod = pod;
    this.container = container;
  }

  /** What its trainer prints. */
  static PodLog trainer(ClusterApi api, RunPod pod) {
    return new PodLog(api, pod, pod.container());
  }

  /** What its sidecar prints. */
  static PodLog sidecar(ClusterApi api, RunPod pod) {
    return new PodLog(api, pod, RunPod.SIDECAR);
  }

  /**
   * Gives what there is.
   *
   * @param most lines, the newest; 0: all
   * @throws Refused when the server has none of it
   */
  void read(int most, Consumer<String> line) throws IOException {
    Map<String, String> query = new LinkedHashMap<>();
    if (most > 0) {
      query.put("tailLines", "" + most);
    }
    pass(query, line);
  }

  /**
   * Gives lines as they come, until the container has ended and all was given, its pod is gone, or
   * the thread is interrupted.
   *
   * @param most lines of what is there already; 0: all
   * @param over whether the container has ended
   */
  void follow(int most, BooleanSupplier over, Consumer<String> line) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("follow", "true");
    if (most > 0) {
      query.put("tailLines", "" + most);
    }
    int faults = 0;
    while (!Thread.currentThread().isInterrupted()) {
      // before the log is asked: what comes after an end is in the answer
      boolean ended = over.getAsBoolean();
      try {
        if (pass(query, line) > 0) {
          faults = 0;
        }
        if (ended) {
          return;
        }
      } catch (Refused e) {
        if (e.notFound() || e.code() == 401 || e.code() == 403 || (ended && e.code() == 400)) {
          return;
        }
      } catch (IOException | ClusterFault.Unreachable e) {
        // the next try goes on where this one was
      }
      query.remove("tailLines");
      faults++;
      try {
        Patience.Pause.REAL.of(Patience.before(faults));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private int pass(Map<String, String> query, Consumer<String> line) throws IOException {
    query.put("container", container);
    query.put("timestamps", "true");
    if (last.isAfter(Instant.MIN)) {
      // whole seconds are all that a server takes
      query.put("sinceTime", Instant.ofEpochSecond(last.getEpochSecond()).toString());
    }
    Instant known = last;
    int seen = atLast;
    int passed = 0;
    try (LogStream stream = api.log(pod.namespace(), pod.name(), query)) {
      Optional<String> next = stream.next();
      while (next.isPresent()) {
        String text = next.get();
        int space = text.indexOf(' ');
        Instant at = time(space < 0 ? text : text.substring(0, space));
        boolean old = at.isBefore(known) || (at.equals(known) && seen-- > 0);
        if (!old) {
          atLast = at.equals(last) ? atLast + 1 : 1;
          last = at;
          line.accept(space < 0 ? "" : text.substring(space + 1));
          passed++;
        }
        next = stream.next();
      }
    }
    return passed;
  }

  /** A line without a time is one of the kubelet's own, and belongs to where it comes. */
  private Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return last;
    }
  }
}
