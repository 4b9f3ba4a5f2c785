package dev.tuneplan.kube.runs;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.launch.Standing;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.runs.RunRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run by its Job, JobSet or TrainJob, without the rest of the object.
 *
 * @param resource its kind
 * @param namespace where it is
 * @param name its name
 * @param uid tells it from an earlier one of the same name
 * @param run what it is, by its labels and annotations
 * @param phase how far it is
 * @param why it ended, in the controller's words, or what it waits for in a queue
 * @param cancelled by whom and when
 * @param labels by which costs are grouped
 */
public record ClusterRun(
    Resource resource,
    String namespace,
    String name,
    String uid,
    RunRecord run,
    Standing.Phase phase,
    Optional<String> why,
    Optional<String> cancelled,
    Map<String, String> labels) {
  public ClusterRun {
    labels = Map.copyOf(labels);
  }

  /** Whether it waits in a queue. */
  boolean queued() {
    return phase == Standing.Phase.QUEUED;
  }

  /** The same, with what it waits for. */
  ClusterRun waiting(String what) {
    return new ClusterRun(
        resource, namespace, name, uid, run, phase, Optional.of(what), cancelled, labels);
  }

  /** As kubectl names it. */
  public String word() {
    return resource.word() + "/" + name;
  }

  /** Of an object; empty when it is no run of tuneplan's. */
  static Optional<ClusterRun> of(Resource resource, KubeObject object) {
    return object
        .label(Labels.RUN_ID)
        .filter(id -> RunRecord.isId(id) && !Standing.part(object))
        .map(id ->
            new ClusterRun(
                resource,
                object.namespace(),
                object.name(),
                object.uid(),
                record(id, object),
                Standing.phase(object),
                Standing.why(object),
                object.annotation(Labels.CANCELLED),
                object.labels()));
  }

  private static RunRecord record(String id, KubeObject object) {
    PlainTree estimate = estimate(object);
    return new RunRecord(
        id,
        object.annotation(Labels.RUN_NAME).orElse(object.name()),
        object.created().orElse(Instant.EPOCH),
        object.annotation(Labels.MODEL).orElse(""),
        object.label(Labels.TRAINER).orElse(""),
        estimate.text("gpus").orElse("?") + " x " + estimate.text("gpu").orElse("?"),
        new RunRecord.Expected(
            estimate.whole("steps").orElse(0),
            estimate.number("tokens").orElse(0),
            likely(estimate, "hours").orElse(0),
            likely(estimate, "usd"),
            estimate.number("usdPerHour")));
  }

  /** What travels with it; a text that somebody broke is as none. */
  private static PlainTree estimate(KubeObject object) {
    String text = object.annotation(Labels.ESTIMATE).orElse("");
    try {
      return PlainTree.of(JsonFiles.parse(Labels.ESTIMATE, text.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidInput e) {
      return PlainTree.of(null);
    }
  }

  /** The middle of P10, P50 and P90. */
  private static OptionalDouble likely(PlainTree estimate, String key) {
    return estimate.at(key).value() instanceof List<?> range
            && range.size() == 3
            && range.get(1) instanceof Number p50
        ? OptionalDouble.of(p50.doubleValue())
        : OptionalDouble.empty();
  }
}
