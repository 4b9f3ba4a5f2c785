package dev.tuneplan.objects;

import dev.tuneplan.files.PlainTree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod of a run: which of its containers trains, and how that stands. */
public record TrainerPod(KubeObject pod) {
  /** What the Job's and the TrainJob's template call it (k8s-templates/). */
  private static final List<String> TRAINERS = List.of("trainer", "node");

  private static final String INDEX = "batch.kubernetes.io/job-completion-index";
  private static final String STATE = "state";

  /** The name of the container that trains. */
  public String container() {
    return Stream.concat(
            pod.items("spec", "containers").stream(),
            pod.items("status", "containerStatuses").stream())
        .map(c -> c.text("name").orElse(""))
        .filter(TRAINERS::contains)
        .findFirst()
        .orElse(TRAINERS.getFirst());
  }

  /** The status of that container, else of the first one; nothing before there is any. */
  public PlainTree status() {
    String name = container();
    List<PlainTree> all = pod.items("status", "containerStatuses");
    return all.stream()
        .filter(c -> c.text("name").filter(name::equals).isPresent())
        .findFirst()
        .or(() -> all.stream().findFirst())
        .orElse(PlainTree.of(null));
  }

  /** When that container began. */
  public Optional<Instant> started() {
    PlainTree state = status().at(STATE);
    return state.time("running", "startedAt").or(() -> state.time("terminated", "startedAt"));
  }

  /** How that container ended; nothing before it has. */
  public PlainTree terminated() {
    return status().at(STATE, "terminated");
  }

  /** Its number among the pods of the run, from 0. */
  public int index() {
    return Math.max(
        pod.count("metadata", "annotations", INDEX), pod.count("metadata", "labels", INDEX));
  }
}
