package dev.tuneplan.kube.launch;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import java.util.Optional;
import java.util.stream.Stream;

/** What is there of a run in a cluster. */
public sealed interface Standing {
  /** Nothing. */
  record Absent() implements Standing {}

  /**
   * Something else has its name: another plan's, or nobody's of tuneplan.
   *
   * @param runner it
   */
  record Foreign(KubeObject runner) implements Standing {}

  /**
   * The run.
   *
   * @param runner its Job, JobSet or TrainJob
   * @param phase how far it is
   */
  record There(KubeObject runner, Phase phase) implements Standing {}

  /** How far a run is, by its Job alone. */
  enum Phase {
    /** Suspended, and no queue would begin it. */
    HELD("held"),
    /** Suspended until a queue admits it. */
    QUEUED("queued"),
    /** No pod runs yet. */
    PENDING("pending"),
    /** A pod runs. */
    RUNNING("running"),
    /** It ended well. */
    FINISHED("finished"),
    /** It ended otherwise. */
    FAILED("failed"),
    /** It is being deleted. */
    DELETING("being deleted");

    private final String word;

    Phase(String word) {
      this.word = word;
    }

    /** For people. */
    public String word() {
      return word;
    }

    /** Whether it is over and stays. */
    public boolean ended() {
      return this == FINISHED || this == FAILED;
    }
  }

  /**
   * What an object is for a plan.
   *
   * @param planSha256 of the plan that is launched
   */
  static Standing of(Optional<KubeObject> runner, String planSha256) {
    if (runner.isEmpty()) {
      return new Absent();
    }
    KubeObject found = runner.get();
    return found.annotation(Labels.PLAN_SHA256).filter(planSha256::equals).isPresent()
        ? new There(found, phase(found))
        : new Foreign(found);
  }

  /** How far a Job, JobSet or TrainJob is. */
  static Phase phase(KubeObject runner) {
    if (runner.deleted().isPresent()) {
      return Phase.DELETING;
    }
    if (condition(runner, "Complete", "Completed").isPresent()) {
      return Phase.FINISHED;
    }
    if (condition(runner, "Failed").isPresent()) {
      return Phase.FAILED;
    }
    if (runner.text("spec", "suspend").filter("true"::equals).isPresent()) {
      return runner.label(Labels.QUEUE).isPresent() ? Phase.QUEUED : Phase.HELD;
    }
    boolean ready =
        runner.whole("status", "ready").orElse(0) > 0
            || Stream.of("replicatedJobsStatus", "jobsStatus")
                .flatMap(key -> runner.items("status", key).stream())
                .anyMatch(s -> s.whole("ready").orElse(0) > 0 || s.whole("active").orElse(0) > 0);
    return ready ? Phase.RUNNING : Phase.PENDING;
  }

  /**
   * Whether an object is only a part of a run, such as a Job that a JobSet made: it has the run's
   * labels too.
   */
  static boolean part(KubeObject object) {
    return object.items("metadata", "ownerReferences").stream().anyMatch(Standing::runner);
  }

  private static boolean runner(PlainTree owner) {
    String version = owner.text("apiVersion").orElse("");
    String kind = owner.text("kind").orElse("");
    return Resource.RUNNERS.stream()
        // of whatever version: the owner may have been made by another one
        .anyMatch(r -> version.startsWith(r.group() + "/") && r.kind().equals(kind));
  }

  /** The condition that says that a run ended, whatever else becomes of its object. */
  static Optional<PlainTree> ended(KubeObject runner) {
    return condition(runner, "Failed", "Complete", "Completed");
  }

  /** Why a run ended, in the controller's words. */
  static Optional<String> why(KubeObject runner) {
    return ended(runner)
        .map(c -> c.text("reason").orElse("") + ": " + c.text("message").orElse(""));
  }

  private static Optional<PlainTree> condition(KubeObject runner, String... types) {
    return Stream.of(types).flatMap(t -> runner.condition(t, "True").stream()).findFirst();
  }
}
