package dev.tuneplan.kube.runs;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.kube.api.Watcher;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.runs.RecordingFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes down what an API server and a run's wrappers say while they say it: the run's object, its
 * pods, their machines from the moment at which they get them, its queue's Workload, and the events
 * in the trainers' logs. Pods are deleted, machines taken away and logs rotated; what a run cost is
 * computed from this. What may not be read is left out.
 */
public final class RunRecording implements AutoCloseable {
  private static final Duration LAST_LINES = Duration.ofSeconds(5);

  private final ClusterApi api;
  private final ClusterRun run;
  private final RecordingFile file;
  private final Map<String, RunPod> pods = new LinkedHashMap<>();
  private final Map<String, Thread> logs = new HashMap<>();
  private final Set<String> machines = new HashSet<>();
  private final List<Thread> watches = new ArrayList<>();
  private boolean follows;
  private Optional<String> trouble = Optional.empty();

  private RunRecording(ClusterApi api, ClusterRun run, RecordingFile file) {
    this.api = api;
    this.run = run;
    this.file = file;
  }

  /** Writes down what is there now. */
  public static void once(ClusterRuns runs, ClusterRun run, RecordingFile file) {
    RunRecording recording = new RunRecording(runs.api(), run, file);
    recording.look();
    recording.ended();
  }

  /** Begins; what is there already is written down when this returns. */
  public static RunRecording follow(ClusterRuns runs, ClusterRun run, RecordingFile file) {
    RunRecording recording = new RunRecording(runs.api(), run, file);
    recording.follows = true;
    recording.look();
    recording.watch(run.resource(), Scope.named(run.namespace(), run.name()));
    recording.watch(Resource.PODS, ClusterRuns.podsOf(run));
    return recording;
  }

  /** What went wrong since this was asked last. */
  public synchronized Optional<String> trouble() {
    Optional<String> sentence = trouble;
    trouble = Optional.empty();
    return sentence;
  }

  private synchronized void trouble(String sentence) {
    trouble = Optional.of("recording: " + sentence);
  }

  /** Everything, by lists. */
  private void look() {
    api.list(run.resource(), Scope.named(run.namespace(), run.name())).items().stream()
        .filter(o -> o.uid().equals(run.uid()))
        .forEach(o -> seen(run.resource(), o, false));
    api.list(Resource.PODS, ClusterRuns.podsOf(run))
        .items()
        .forEach(o -> seen(Resource.PODS, o, false));
    queue();
  }

  /** Where Kueue queues, the run's object owns a Workload. */
  private void queue() {
    try {
      api.list(Resource.WORKLOADS, Scope.labelled(run.namespace(), "")).items().stream()
          .filter(w ->
              w.items("metadata", "ownerReferences").stream()
                  .anyMatch(o -> o.text("uid").filter(run.uid()::equals).isPresent()))
          .forEach(w -> seen(Resource.WORKLOADS, w, false));
    } catch (Refused e) {
      // not there, or not for this user; waiting is not billed, so that nothing of the cost lacks
      return;
    }
  }

  private void watch(Resource resource, Scope scope) {
    Watcher<KubeObject> watcher =
        new Watcher<>(api, resource, scope, object -> object, new Seen(resource));
    synchronized (this) {
      watches.add(
          Thread.ofVirtual()
              .uncaughtExceptionHandler((thread, fault) ->
                  trouble(fault instanceof ClusterFault f ? f.sentence() : "it ended: " + fault))
              .start(watcher::follow));
    }
  }

  private synchronized void seen(Resource resource, KubeObject object, boolean gone) {
    try {
      file.seen(Instant.now(), gone, tree(resource, object));
    } catch (IOException e) {
      trouble(e.toString());
    }
    if (resource.equals(Resource.PODS)) {
      pods.put(object.uid(), RunPod.of(object));
      object.text("spec", "nodeName").ifPresent(this::machine);
      if (follows) {
        pods.values().forEach(this::log);
      }
    }
  }

  /** Lists leave out what all of their items have in common. */
  private static Map<String, Object> tree(Resource resource, KubeObject object) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", resource.apiVersion());
    tree.put("kind", resource.kind());
    object
        .map()
        .forEach((key, value) -> {
          if (value != null) {
            tree.put(String.valueOf(key), value);
          }
        });
    return tree;
  }

  /** A machine as it is when the first pod gets it; watched on, because it may be taken away. */
  private void machine(String name) {
    if (name.isEmpty() || !machines.add(name)) {
      return;
    }
    Scope one = new Scope(Optional.empty(), "", "metadata.name=" + name);
    try {
      api.list(Resource.NODES, one).items().stream()
          .filter(n -> n.name().equals(name))
          .forEach(n -> seen(Resource.NODES, n, false));
    } catch (Refused e) {
      return;
    }
    if (follows) {
      watch(Resource.NODES, one);
    }
  }

  private synchronized void log(RunPod pod) {
    if (pod.started().isPresent() && !logs.containsKey(pod.uid())) {
      PodEvents events = new PodEvents(file, () -> name(pod), this::trouble);
      logs.put(
          pod.uid(),
          Thread.ofVirtual()
              .start(() -> {
                PodLog.trainer(api, pod).follow(0, () -> over(pod), events::line);
                events.end();
              }));
    }
  }

  private synchronized boolean over(RunPod pod) {
    return pods.getOrDefault(pod.uid(), pod).end().isPresent();
  }

  /** The folder of a pod's attempt, where its log does not say it. */
  private synchronized String name(RunPod pod) {
    List<String> tries =
        pods.values().stream()
            .filter(p -> p.node() == pod.node())
            .sorted(RunPod.OLDEST_FIRST)
            .map(RunPod::uid)
            .toList();
    return tries.indexOf(pod.uid()) + 1 + (pod.node() == 0 ? "" : "-node" + pod.node());
  }

  /** Reads the logs of all pods that began. */
  private void ended() {
    for (RunPod pod : List.copyOf(pods.values())) {
      if (pod.started().isPresent()) {
        PodEvents events = new PodEvents(file, () -> name(pod), this::trouble);
        try {
          PodLog.trainer(api, pod).read(0, events::line);
        } catch (IOException | ClusterFault e) {
          trouble(e.toString());
        }
        events.end();
      }
    }
  }

  /** Looks once more, so that an end that was seen elsewhere is written down, too. */
  @Override
  public void close() {
    try {
      look();
      for (Map.Entry<String, Thread> log : Map.copyOf(logs).entrySet()) {
        if (Optional.ofNullable(pods.get(log.getKey())).flatMap(RunPod::end).isPresent()) {
          log.getValue().join(LAST_LINES);
        }
      }
    } catch (ClusterFault e) {
      trouble(e.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      watches.forEach(Thread::interrupt);
      logs.values().forEach(Thread::interrupt);
    }
  }

  /** Writes down what a watch tells. */
  private final class Seen implements Watcher.Listener<KubeObject> {
    private final Resource resource;
    private final Map<String, KubeObject> there = new HashMap<>();

    Seen(Resource resource) {
      this.resource = resource;
    }

    @Override
    public void all(List<KubeObject> objects) {
      Map<String, KubeObject> before = Map.copyOf(there);
      there.clear();
      objects.forEach(this::put);
      before.forEach((uid, object) -> {
        if (!there.containsKey(uid)) {
          seen(resource, object, true);
        }
      });
    }

    @Override
    public void put(KubeObject object) {
      there.put(object.uid(), object);
      seen(resource, object, false);
    }

    @Override
    public void gone(KubeObject object) {
      there.remove(object.uid());
      seen(resource, object, true);
    }

    @Override
    public void trouble(String sentence) {
      RunRecording.this.trouble(sentence);
    }
  }
}
