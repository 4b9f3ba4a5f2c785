package dev.tuneplan.kube.launch;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.api.Patience;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the objects of a run so that any number of launches, from anywhere and killed at any time,
 * end with one run: the name follows from the plan, the server lets one launch make the Job, and
 * what belongs to it is made after it with its uid as owner. A launch that finds the Job makes what
 * is missing, so half a launch is completed by the next; what is never completed goes with the Job.
 */
public final class ClusterLaunch {
  private static final Duration GONE = Duration.ofMinutes(10);

  /** How often a TrainJob is tried while Trainer does not see its runtime. */
  private static final int SIGHT = 10;

  /** Trainer's words for that (v2.0.1, pkg/runtime/core/trainingruntime.go). */
  private static final String RUNTIME_FIRST = "trainingRuntime must be created before the TrainJob";

  private final ClusterApi api;
  private final String namespace;
  private final RunObject runner;
  private final List<RunObject> others;
  private final String planSha256;

  /**
   * Of a run.
   *
   * @param namespace where it is made
   * @param manifest its objects
   * @throws dev.tuneplan.base.InvalidInput when a template has objects that are not launch's
   */
  public ClusterLaunch(ClusterApi api, String namespace, Manifest manifest) {
    this.api = api;
    this.namespace = namespace;
    List<RunObject> all = manifest.objects().stream().map(RunObject::of).toList();
    this.runner = all.getLast();
    this.others = all.subList(0, all.size() - 1);
    this.planSha256 = new KubeObject(runner.tree()).annotation(Labels.PLAN_SHA256).orElseThrow();
  }

  /** The run's Job, JobSet or TrainJob, as kubectl names it. */
  public String word() {
    return runner.word();
  }

  /** What is there of it. */
  public Standing standing() {
    return Standing.of(get(runner), planSha256);
  }

  private Optional<KubeObject> get(RunObject object) {
    return api.get(object.resource(), namespace, object.name());
  }

  /**
   * What the server would say to the objects.
   *
   * @param refusals in its words; empty: none
   * @param unasked sentences about those for which it could not be asked
   */
  public record Check(List<String> refusals, List<String> unasked) {}

  /** Asks the server what it would say to each object. */
  public Check check() {
    List<String> refusals = new ArrayList<>();
    List<String> unasked = new ArrayList<>();
    for (RunObject object : inOrder()) {
      if (waitsForItsRuntime(object)) {
        unasked.add(
            object.word()
                + " was not checked by a dry run: its TrainingRuntime must be there first. If the"
                + " server refuses it, both go");
        continue;
      }
      try {
        api.create(object.resource(), namespace, object.tree(), true);
      } catch (Refused e) {
        if (!e.alreadyExists()) {
          refusals.add(e.sentence());
        }
      }
    }
    return new Check(refusals, unasked);
  }

  /**
   * Trainer's webhook refuses a TrainJob without its runtime (v2.0.1,
   * pkg/runtime/core/trainingruntime.go, ValidateObjects), and a dry run leaves none behind.
   */
  private boolean waitsForItsRuntime(RunObject object) {
    return object.resource().equals(Resource.TRAIN_JOBS)
        && others.stream()
            .filter(o -> o.resource().equals(Resource.TRAINING_RUNTIMES))
            .anyMatch(o -> get(o).isEmpty());
  }

  /** In what of it that is there differs from what would be made now. */
  public Drift drift() {
    return Drift.of(api, namespace, inOrder());
  }

  private List<RunObject> inOrder() {
    List<RunObject> all = new ArrayList<>(others);
    all.add(runner);
    return all;
  }

  /** What a launch came to. */
  public record Launched(KubeObject runner, boolean made) {}

  /**
   * Makes what is not there.
   *
   * @throws Refused when the server refuses an object; what this call made of the run is then
   *     deleted
   */
  public Launched launch() {
    Optional<KubeObject> runtime = Optional.empty();
    for (RunObject object : others) {
      if (object.resource().equals(Resource.TRAINING_RUNTIMES)) {
        runtime = made(object);
      } else if (!object.owned()) {
        made(object);
      }
    }
    Optional<KubeObject> made;
    try {
      made = begun();
    } catch (Refused e) {
      runtime.ifPresent(r -> api.delete(Resource.TRAINING_RUNTIMES, namespace, r.name(), r.uid()));
      throw e;
    }
    KubeObject job = made.or(() -> get(runner)).orElseThrow(this::deleted);
    if (!(Standing.of(Optional.of(job), planSha256) instanceof Standing.There)) {
      throw new Refused(409, "AlreadyExists", runner.word() + " is there, and is not of this plan");
    }
    try {
      for (RunObject object : others) {
        if (object.owned()) {
          belong(object, job);
        }
      }
    } catch (Refused e) {
      if (made.isPresent()) {
        api.delete(runner.resource(), namespace, runner.name(), job.uid());
        throw new Refused(e.code(), "", e.sentence() + "; " + runner.word() + " was deleted again");
      }
      throw e;
    }
    return new Launched(job, made.isPresent());
  }

  /** Creates what runs; Trainer needs a moment to see that its runtime is there. */
  private Optional<KubeObject> begun() {
    for (int tries = 1; ; tries++) {
      try {
        return made(runner);
      } catch (Refused e) {
        if (tries == SIGHT || !e.sentence().contains(RUNTIME_FIRST)) {
          throw e;
        }
        pause(Math.min(tries, 3));
      }
    }
  }

  private Refused deleted() {
    return new Refused(
        409, "Conflict", runner.word() + " was deleted by somebody else while it was launched");
  }

  /** Creates an object; empty when one of its name is there. */
  private Optional<KubeObject> made(RunObject object) {
    try {
      return Optional.of(api.create(object.resource(), namespace, object.tree(), false));
    } catch (Refused e) {
      if (e.alreadyExists()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void belong(RunObject object, KubeObject job) {
    for (int tries = 0; ; tries++) {
      if (made(object.ownedBy(job)).isPresent()) {
        return;
      }
      Optional<KubeObject> there = get(object);
      if (there.isPresent() && settled(object, there.get(), job)) {
        return;
      }
      if (tries == 20) {
        throw new Refused(409, "Conflict", object.word() + " of an earlier run does not go away");
      }
      pause(tries + 1);
    }
  }

  /** Whether an object that is there may stay; one of an earlier Job is deleted. */
  private boolean settled(RunObject object, KubeObject there, KubeObject job) {
    List<PlainTree> owners = there.items("metadata", "ownerReferences");
    if (owners.isEmpty()) {
      Optional<String> run = new KubeObject(object.tree()).label(Labels.RUN_ID);
      if (there.label(Labels.RUN_ID).isEmpty() || !there.label(Labels.RUN_ID).equals(run)) {
        throw new Refused(
            409, "AlreadyExists", object.word() + " is there, and is not of this run");
      }
      if (object.resource().equals(Resource.TRAINING_RUNTIMES)) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("ownerReferences", List.of(RunObject.reference(job)));
        metadata.put("resourceVersion", there.resourceVersion());
        api.patch(object.resource(), namespace, object.name(), Map.of("metadata", metadata));
      }
      return true;
    }
    if (owners.stream().anyMatch(o -> o.text("uid").filter(job.uid()::equals).isPresent())) {
      return true;
    }
    // of a Job that was there before: only while ours is the one that is there now
    if (get(runner).filter(now -> now.uid().equals(job.uid())).isEmpty()) {
      throw deleted();
    }
    api.delete(object.resource(), namespace, object.name(), there.uid());
    return false;
  }

  /** Begins a run that was held: the queue's labels, or nothing to wait for. */
  public void release() {
    KubeObject wanted = new KubeObject(runner.tree());
    boolean queue = wanted.label(Labels.QUEUE).isPresent();
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("metadata", Map.of("labels", wanted.labels()));
    if (!queue) {
      changes.put("spec", Map.of("suspend", false));
    }
    api.patch(runner.resource(), namespace, runner.name(), changes);
  }

  /**
   * Deletes a run that ended, and waits until it is gone, so that one of the same name can be made.
   *
   * @return false when it is still there after ten minutes
   */
  public boolean remove(KubeObject ended) {
    api.delete(runner.resource(), namespace, runner.name(), ended.uid());
    return gone(ended);
  }

  /** Waits until an object that is being deleted is gone. */
  public boolean gone(KubeObject object) {
    long end = System.nanoTime() + GONE.toNanos();
    for (int tries = 1;
        get(runner).filter(o -> o.uid().equals(object.uid())).isPresent();
        tries++) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      pause(Math.min(tries, 3));
    }
    return true;
  }

  private static void pause(int tries) {
    try {
      Patience.Pause.REAL.of(Patience.before(tries));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
