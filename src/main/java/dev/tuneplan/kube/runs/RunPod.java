package dev.tuneplan.kube.runs;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.objects.TrainerPod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod of a run, without the rest of the object.
 *
 * @param run the run's id
 * @param node its number among the run's pods, from 0
 * @param container the trainer's
 * @param created when it was made
 * @param scheduled when it got a machine, which is then paid for
 * @param started when the trainer's container began
 * @param end how that container ended
 * @param waits what it waits for
 * @param leaving whether it is being deleted
 * @param prints whether its sidecar prints samples
 */
record RunPod(
    String namespace,
    String name,
    String uid,
    String run,
    int node,
    String container,
    Instant created,
    Optional<Instant> scheduled,
    Optional<Instant> started,
    Optional<End> end,
    Optional<String> waits,
    boolean leaving,
    boolean prints) {
  /** As the run had them. */
  static final Comparator<RunPod> OLDEST_FIRST =
      Comparator.comparing(RunPod::created).thenComparing(RunPod::name);

  /** The container that ships samples. */
  static final String SIDECAR = "agent";

  /**
   * How a container ended.
   *
   * @param code its exit code; of a pod that was ended before it, -1
   * @param reason in the cluster's words, such as Evicted; may be empty
   * @param message its termination message, or the cluster's sentence; may be empty
   */
  record End(Instant at, int code, String reason, String message) {}

  static RunPod of(KubeObject pod) {
    TrainerPod trainer = new TrainerPod(pod);
    return new RunPod(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        pod.label(Labels.RUN_ID).orElse(""),
        trainer.index(),
        trainer.container(),
        pod.created().orElse(Instant.EPOCH),
        pod.since("PodScheduled"),
        trainer.started(),
        end(pod, trainer.terminated()),
        waits(pod, trainer.status()),
        pod.deleted().isPresent(),
        prints(pod));
  }

  private static boolean prints(KubeObject pod) {
    return pod.items("spec", "initContainers").stream()
        .filter(c -> c.text("name").filter(SIDECAR::equals).isPresent())
        .anyMatch(
            c -> c.at("command").value() instanceof List<?> words && words.contains("stdout"));
  }

  private static Optional<End> end(KubeObject pod, PlainTree over) {
    String reason = pod.text("status", "reason").orElse("");
    if (over.whole("exitCode").isPresent()) {
      return Optional.of(
          new End(
              over.time("finishedAt").orElse(Instant.EPOCH),
              (int) over.whole("exitCode").getAsLong(),
              reason.isEmpty() ? over.text("reason").orElse("") : reason,
              over.text("message").or(() -> pod.text("status", "message")).orElse("")));
    }
    // a kubelet that evicts, or one that is gone, tells nothing of the container
    return pod.text("status", "phase")
        .filter("Failed"::equals)
        .map(failed ->
            new End(
                pod.since("DisruptionTarget")
                    .or(() -> pod.deleted())
                    .or(() -> pod.created())
                    .orElse(Instant.EPOCH),
                -1,
                reason,
                pod.text("status", "message").orElse("")));
  }

  private static Optional<String> waits(KubeObject pod, PlainTree status) {
    Stream<PlainTree> before = pod.items("status", "initContainerStatuses").stream();
    Optional<String> container =
        Stream.concat(before, Stream.of(status))
            .map(s -> s.at("state", "waiting"))
            .filter(w -> w.text("reason").filter(r -> !r.equals("PodInitializing")).isPresent())
            .map(RunPod::sentence)
            .findFirst();
    return pod.condition("PodScheduled", "False").map(RunPod::sentence).or(() -> container);
  }

  private static String sentence(PlainTree state) {
    return state.text("reason").orElse("") + state.text("message").map(m -> ": " + m).orElse("");
  }
}
