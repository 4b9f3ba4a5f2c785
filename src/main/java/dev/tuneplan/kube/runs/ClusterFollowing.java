package dev.tuneplan.kube.runs;

import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.kube.api.Watcher;
import dev.tuneplan.runs.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a run in a cluster stands, from moment to moment: its object and its pods are watched, and
 * the log of the trainer that runs is followed. What was seen of pods that are gone stays.
 */
public final class ClusterFollowing implements AutoCloseable {
  /** Of what was printed before: more than a day of events. */
  private static final int TAIL = 20_000;

  /** Of what a sidecar printed before: the newest rows of as many GPUs as a node may have. */
  private static final int NEWEST = 100;

  /** How often the place in a queue is looked for: a list of all that waits there. */
  private static final long QUEUE_MILLIS = 10_000;

  private final ClusterRuns runs;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, RunPod> pods = new LinkedHashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final Map<String, Told> told = new HashMap<>();
  private ClusterRun run;
  private RunStatus last;
  private boolean deleted;
  private boolean closed;
  private Optional<String> trouble = Optional.empty();

  private ClusterFollowing(ClusterRuns runs, ClusterRun run, List<RunPod> pods) {
    this.runs = runs;
    this.run = run;
    // known before the first look, so that it is a whole one
    pods.forEach(p -> this.pods.put(p.uid(), p));
    this.last = seen();
  }

  static ClusterFollowing of(ClusterRuns runs, ClusterRun run) {
    Scope own = ClusterRuns.podsOf(run);
    ClusterFollowing following =
        new ClusterFollowing(
            runs, runs.placed(run), runs.api().list(Resource.PODS, own, RunPod::of));
    following.begin(
        new Watcher<>(
                runs.api(),
                run.resource(),
                Scope.named(run.namespace(), run.name()),
                object -> ClusterRun.of(run.resource(), object),
                following.new Runner())
            ::follow);
    following.begin(
        new Watcher<>(runs.api(), Resource.PODS, own, RunPod::of, following.new Pods())::follow);
    following.logs();
    following.begin(following::queue);
    return following;
  }

  private synchronized void begin(Runnable work) {
    threads.add(
        Thread.ofVirtual().uncaughtExceptionHandler((thread, fault) -> fault(fault)).start(work));
  }

  /** Looking that ended by itself is told, not left unseen. */
  private synchronized void fault(Throwable fault) {
    if (!closed) {
      trouble(
          fault instanceof ClusterFault refused
              ? refused.sentence()
              : "looking ended with a fault (" + fault + "); begin anew");
    }
  }

  /** How it stands now. */
  public synchronized RunStatus now() {
    last = deleted ? RunStatuses.deleted(last) : seen();
    return last;
  }

  private RunStatus seen() {
    return RunStatuses.of(
        run,
        pods.values().stream()
            .map(p -> new PodAttempt(p, Told.of(p, told), gone.contains(p.uid())))
            .toList());
  }

  /** What went wrong with looking since this was asked last. */
  public synchronized Optional<String> trouble() {
    Optional<String> sentence = trouble;
    trouble = Optional.empty();
    return sentence;
  }

  private synchronized void trouble(String sentence) {
    trouble = Optional.of(sentence);
  }

  @Override
  public synchronized void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }

  /** Follows the log of each first pod that began, once. */
  private synchronized void logs() {
    for (RunPod pod : pods.values()) {
      if (pod.node() == 0 && pod.started().isPresent() && !told.containsKey(pod.uid())) {
        Told events = new Told();
        told.put(pod.uid(), events);
        begin(() -> PodLog.trainer(runs.api(), pod).follow(TAIL, () -> over(pod), events::line));
        if (pod.prints()) {
          begin(() ->
              PodLog.sidecar(runs.api(), pod).follow(NEWEST, () -> over(pod), events::sample));
        }
      }
    }
  }

  /** Says where it is in its queue, while it waits there. */
  private void queue() {
    try {
      while (true) {
        Thread.sleep(QUEUE_MILLIS);
        ClusterRun waits = current();
        if (waits.queued()) {
          placed(runs.placed(waits));
        }
      }
    } catch (InterruptedException e) {
      // closed: nobody wants to know any more
      Thread.currentThread().interrupt();
    }
  }

  private synchronized ClusterRun current() {
    return run;
  }

  /** Unless it began meanwhile. */
  private synchronized void placed(ClusterRun seen) {
    if (run.uid().equals(seen.uid()) && run.queued()) {
      run = seen;
    }
  }

  private synchronized boolean over(RunPod pod) {
    RunPod now = pods.getOrDefault(pod.uid(), pod);
    return now.end().isPresent() || gone.contains(pod.uid());
  }

  private synchronized void object(Optional<ClusterRun> seen) {
    if (seen.filter(s -> s.uid().equals(run.uid())).isPresent()) {
      ClusterRun next = seen.get();
      // its object does not say its place in a queue; what was found stays until it is looked for
      boolean waits = run.queued() && next.queued();
      run = waits ? run.why().map(next::waiting).orElse(next) : next;
    } else {
      deleted = true;
    }
  }

  private synchronized void pods(List<RunPod> all) {
    gone.addAll(pods.keySet());
    all.forEach(this::pod);
  }

  private synchronized void pod(RunPod pod) {
    pods.put(pod.uid(), pod);
    gone.remove(pod.uid());
    logs();
  }

  private synchronized void gone(RunPod pod) {
    pods.put(pod.uid(), pod);
    gone.add(pod.uid());
  }

  /** What is seen of the run's object. */
  private final class Runner implements Watcher.Listener<Optional<ClusterRun>> {
    @Override
    public void all(List<Optional<ClusterRun>> objects) {
      object(objects.stream().flatMap(Optional::stream).findFirst());
    }

    @Override
    public void put(Optional<ClusterRun> seen) {
      object(seen);
    }

    @Override
    public void gone(Optional<ClusterRun> seen) {
      object(Optional.empty());
    }

    @Override
    public void trouble(String sentence) {
      ClusterFollowing.this.trouble(sentence);
    }
  }

  /** What is seen of its pods. */
  private final class Pods implements Watcher.Listener<RunPod> {
    @Override
    public void all(List<RunPod> objects) {
      pods(objects);
    }

    @Override
    public void put(RunPod pod) {
      pod(pod);
    }

    @Override
    public void gone(RunPod pod) {
      ClusterFollowing.this.gone(pod);
    }

    @Override
    public void trouble(String sentence) {
      ClusterFollowing.this.trouble(sentence);
    }
  }
}
