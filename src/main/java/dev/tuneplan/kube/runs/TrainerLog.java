package dev.tuneplan.kube.runs;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.Resource;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** What the trainer in a pod prints, without the wrapper's events. */
public final class TrainerLog {
  private final ClusterApi api;
  private final RunPod pod;

  TrainerLog(ClusterApi api, RunPod pod) {
    this.api = api;
    this.pod = pod;
  }

  /** The pod's name. */
  public String pod() {
    return pod.name();
  }

  /** Why there is nothing to read yet; empty: it has begun. */
  public Optional<String> waits() {
    return pod.started().isPresent() || pod.end().isPresent()
        ? Optional.empty()
        : pod.waits().or(() -> Optional.of("its container has not begun"));
  }

  /** Gives what there is. */
  public void read(Consumer<String> line) throws IOException {
    PodLog.trainer(api, pod).read(0, ClusterRuns.printed(line));
  }

  /** Gives lines as they come, until the trainer has ended. */
  public void follow(Consumer<String> line) {
    PodLog.trainer(api, pod).follow(0, this::over, ClusterRuns.printed(line));
  }

  private boolean over() {
    return api.get(Resource.PODS, pod.namespace(), pod.name())
        .map(RunPod::of)
        .filter(now -> now.uid().equals(pod.uid()))
        .map(now -> now.end().isPresent())
        .orElse(true);
  }
}
