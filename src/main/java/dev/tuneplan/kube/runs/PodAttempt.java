package dev.tuneplan.kube.runs;

import dev.tuneplan.agent.Outcome;
import dev.tuneplan.agent.Wrapper;
import dev.tuneplan.agent.record.Attempts;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.TerminationMessage;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An attempt as its pod tells of it: by the wrapper's events in its log, by its last words, and
 * where there are none of these by what Kubernetes says.
 *
 * @param events of the log, in order
 * @param gone whether the pod is not there any more
 */
record PodAttempt(RunPod pod, List<Event> events, boolean gone) {
  private static final String ENDED = "ended";

  /**
   * In the run's order.
   *
   * @param place from 1, for a pod that does not say which attempt it is
   */
  Attempt attempt(int place) {
    List<Event> all = new ArrayList<>(events);
    pod.end()
        .ifPresent(end -> {
          all.removeIf(e -> e.kind().equals(ENDED));
          Event ended = ended(end);
          if (ended.whole("step").isPresent()) {
            all.add(new Event(end.at(), "progress", ended.data()));
          }
          all.add(ended);
        });
    return new Attempt(
        number(all).orElse(place),
        pod.scheduled().orElse(pod.created()),
        Optional.empty(),
        Optional.empty(),
        state(all),
        all);
  }

  /** What a container said last and what Kubernetes says, with the time that is paid for. */
  private Event ended(RunPod.End end) {
    Map<String, Object> data = TerminationMessage.read(end.message());
    if (!data.containsKey("outcome")) {
      data.clear();
      data.put("code", (long) end.code());
      data.put("why", why(end));
    }
    Duration paid = Duration.between(pod.scheduled().orElse(pod.created()), end.at());
    data.put(Wrapper.SECONDS, Math.max(0, paid.toMillis() / 1e3));
    return new Event(end.at(), ENDED, data);
  }

  private static String why(RunPod.End end) {
    String said = end.message().strip().lines().reduce((a, b) -> b).orElse("");
    String what =
        end.code() < 0
            ? end.reason().isEmpty() ? "the pod failed" : end.reason()
            : (end.reason().isEmpty() ? "" : end.reason() + ", ") + "exit code " + end.code();
    return said.isEmpty() ? what : what + ": " + said;
  }

  private static Optional<Integer> number(List<Event> events) {
    return events.stream()
        .flatMap(e -> e.text("attempt").stream())
        .map(name -> Attempts.number(Path.of(name)))
        .filter(number -> number > 0)
        .findFirst();
  }

  private RunState state(List<Event> all) {
    Optional<RunState> outcome =
        all.reversed().stream()
            .filter(e -> e.kind().equals(ENDED))
            .flatMap(e -> e.text("outcome").stream())
            .flatMap(word -> Outcome.of(word).stream())
            .map(RunState::of)
            .findFirst();
    return outcome.orElseGet(() -> unsaid());
  }

  /** Without a word of the wrapper. */
  private RunState unsaid() {
    if (pod.end().isPresent()) {
      return pod.end().get().code() == 0 ? RunState.FINISHED : RunState.FAILED;
    }
    if (gone) {
      return RunState.LOST;
    }
    if (pod.leaving()) {
      return RunState.ENDING;
    }
    return pod.started().isPresent()
        ? RunState.RUNNING
        : pod.scheduled().isPresent() ? RunState.STARTING : RunState.PENDING;
  }

  /** The attempts of a run: each pod of its first node is one. */
  static List<Attempt> of(Stream<PodAttempt> pods) {
    List<PodAttempt> first =
        pods.filter(p -> p.pod.node() == 0)
            .sorted(Comparator.comparing(PodAttempt::pod, RunPod.OLDEST_FIRST))
            .toList();
    List<Attempt> attempts = new ArrayList<>();
    for (PodAttempt pod : first) {
      attempts.add(pod.attempt(attempts.size() + 1));
    }
    return attempts;
  }
}
