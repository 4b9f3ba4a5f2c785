package dev.tuneplan.kube.runs;

import dev.tuneplan.agent.record.MarkedLine;
import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.kube.launch.Standing;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.runs.RunStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The runs in a cluster.
 *
 * @param namespace empty: of all namespaces
 */
public record ClusterRuns(ClusterApi api, Optional<String> namespace) {
  /** The last of a log, which holds where a run is: events come every ten seconds. */
  private static final int TAIL = 1000;

  /** Logs of more runs are not read for a list: each is a call. */
  private static final int READ = 64;

  /** All of them, the newest first. */
  public List<ClusterRun> all() {
    return labelled(Labels.RUN_ID);
  }

  /** The one of an id; the newest, where several namespaces have it. */
  public Optional<ClusterRun> find(String id) {
    return labelled(run(id)).stream().findFirst();
  }

  /** Each run is an object of one of these kinds. */
  private List<ClusterRun> labelled(String labels) {
    List<ClusterRun> found = new ArrayList<>();
    for (Resource resource : Resource.RUNNERS) {
      try {
        api.list(resource, scope(labels), o -> ClusterRun.of(resource, o)).stream()
            .flatMap(Optional::stream)
            .forEach(found::add);
      } catch (Refused e) {
        // every cluster has Jobs; the others need not be there, or not be this user's
        if (resource.equals(Resource.JOBS) || (!e.notFound() && e.code() != 403)) {
          throw e;
        }
      }
    }
    found.sort(
        Comparator.comparing((ClusterRun r) -> r.run().created())
            .reversed()
            .thenComparing(ClusterRun::name));
    return found;
  }

  private Scope scope(String labels) {
    return new Scope(namespace, labels, "");
  }

  /**
   * How a run in a namespace stands.
   *
   * @param labels of its object
   */
  public record Found(String namespace, RunStatus status, Map<String, String> labels) {}

  /** How all runs stand, in the order of {@link #all}. */
  public List<Found> statuses() {
    List<ClusterRun> runs = all();
    Map<String, List<RunPod>> pods =
        api.list(Resource.PODS, scope(Labels.RUN_ID), RunPod::of).stream()
            .collect(Collectors.groupingBy(p -> p.namespace() + "/" + p.run()));
    Map<String, Told> told = told(pods.values().stream().flatMap(List::stream).toList());
    Queue queue =
        runs.stream().anyMatch(ClusterRun::queued)
            ? Queue.of(api, namespace)
            : new Queue(List.of());
    return runs.stream()
        .map(queue::placed)
        .map(run ->
            new Found(run.namespace(), RunStatuses.of(run, own(run, pods, told)), run.labels()))
        .toList();
  }

  private static List<PodAttempt> own(
      ClusterRun run, Map<String, List<RunPod>> pods, Map<String, Told> told) {
    return pods.getOrDefault(run.namespace() + "/" + run.run().id(), List.of()).stream()
        .map(p -> attempt(p, told))
        .toList();
  }

  /** How one stands. */
  public RunStatus status(ClusterRun run) {
    List<RunPod> pods = api.list(Resource.PODS, podsOf(run), RunPod::of);
    Map<String, Told> told = told(pods);
    return RunStatuses.of(placed(run), pods.stream().map(p -> attempt(p, told)).toList());
  }

  /** A run, with its place in the queue where it waits for one. */
  ClusterRun placed(ClusterRun run) {
    return run.queued() ? Queue.of(api, Optional.of(run.namespace())).placed(run) : run;
  }

  static Scope podsOf(ClusterRun run) {
    return Scope.labelled(run.namespace(), run(run.run().id()));
  }

  private static String run(String id) {
    return Labels.RUN_ID + "=" + id;
  }

  private static PodAttempt attempt(RunPod pod, Map<String, Told> told) {
    return new PodAttempt(pod, Told.of(pod, told), false);
  }

  /** What is told in the logs of trainers that run. */
  private Map<String, Told> told(List<RunPod> pods) {
    Map<String, Told> told = new ConcurrentHashMap<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(8)) {
      pods.stream()
          .filter(p -> p.node() == 0 && p.started().isPresent() && p.end().isEmpty())
          .limit(READ)
          .forEach(p -> readers.execute(() -> told.put(p.uid(), tail(p))));
    }
    return told;
  }

  private Told tail(RunPod pod) {
    Told told = new Told();
    try {
      PodLog.trainer(api, pod).read(TAIL, told::line);
    } catch (IOException | Refused e) {
      // a log that cannot be read leaves a run without its steps, and not without its state
      return told;
    }
    return told;
  }

  /** Follows one to its end. */
  public ClusterFollowing follow(ClusterRun run) {
    return ClusterFollowing.of(this, run);
  }

  /**
   * What a trainer printed, without the wrapper's events.
   *
   * @param attempt from 1; empty: the newest
   * @param node from 0
   */
  public Optional<TrainerLog> log(ClusterRun run, Optional<Integer> attempt, int node) {
    List<RunPod> pods =
        api.list(Resource.PODS, podsOf(run), RunPod::of).stream()
            .filter(p -> p.node() == node)
            .sorted(RunPod.OLDEST_FIRST)
            .toList();
    int index = attempt.orElse(pods.size()) - 1;
    return index >= 0 && index < pods.size()
        ? Optional.of(new TrainerLog(api, pods.get(index)))
        : Optional.empty();
  }

  /**
   * Ends one: a Job that runs gets a deadline that is over, so that it stays with what it came to
   * and its trainer is asked for a checkpoint; what does not run, or has no deadline, is deleted.
   *
   * @param by who asked
   */
  public void cancel(ClusterRun run, String by) {
    boolean runs = run.phase() == Standing.Phase.RUNNING || run.phase() == Standing.Phase.PENDING;
    if (!run.resource().equals(Resource.JOBS) || !runs) {
      api.delete(run.resource(), run.namespace(), run.name(), run.uid());
      return;
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    // one of the same name that was made since is refused
    metadata.put("uid", run.uid());
    metadata.put("annotations", Map.of(Labels.CANCELLED, "by " + by + " at " + now()));
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("metadata", metadata);
    changes.put("spec", Map.of("activeDeadlineSeconds", 1));
    api.patch(run.resource(), run.namespace(), run.name(), changes);
  }

  private static String now() {
    return Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
  }

  /** Passes lines on that a program printed. */
  static Consumer<String> printed(Consumer<String> line) {
    return text -> {
      if (!MarkedLine.marked(text)) {
        line.accept(text);
      }
    };
  }
}
