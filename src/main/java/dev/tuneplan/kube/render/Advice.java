package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Folders;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.spec.LaunchSpec;
import dev.tuneplan.spec.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a person should know of a manifest, in sentences. */
public final class Advice {
  private Advice() {}

  /** Of the plan, its trainer, its image and its pods. */
  public static List<String> of(RenderRequest r) {
    LaunchPlan plan = r.plan();
    LaunchSpec.Kubernetes k = plan.spec().launch().kubernetes();
    List<String> notes = new ArrayList<>(r.trainer().notes());
    notes.addAll(r.image().notes());
    if (plan.chosen().tight()) {
      notes.add("it is tight: the first steps may run out of GPU memory (exit code 78, no retry)");
    }
    if (!lasts("runs", r)) {
      notes.add(
          "checkpoints and the result are lost with the pod, and attempts and their cost are not"
              + " counted: name a claim for them, such as kubernetes.volumes: {runs: CLAIM}");
    }
    boolean relative =
        plan.spec().data().files().map(RunSpec.DataFiles::train).orElse(List.of()).stream()
            .anyMatch(p -> !p.startsWith("/"));
    if (relative && !lasts("data", r)) {
      notes.add(
          "the data is looked for below "
              + Folders.POD.data()
              + ": name the claim that has it, such as kubernetes.volumes: {data: CLAIM}");
    }
    if (plan.chosen().nodes() > 1 && k.pod().volumes().containsKey("runs")) {
      notes.add(
          k.pod().volumes().get("runs")
              + " must be a claim that several nodes can write at once (ReadWriteMany)");
    }
    if (plan.chosen().nodes() > 1 && k.scheduling().queue().isEmpty()) {
      notes.add(
          "without a queue some nodes may wait, paid for, until all are there: name one with"
              + " kubernetes.queue");
    }
    return notes;
  }

  /** Whether the spec names a claim for a volume, or the template holds one that outlives a pod. */
  private static boolean lasts(String volume, RenderRequest r) {
    return r.plan().spec().launch().kubernetes().pod().volumes().containsKey(volume)
        || r.template().objects().stream().anyMatch(o -> holds(volume, o));
  }

  private static boolean holds(String volume, Object tree) {
    return switch (tree) {
      case Map<?, ?> m ->
          m.get("volumes") instanceof List<?> volumes
                  && volumes.stream().anyMatch(v -> isLasting(volume, v))
              || m.values().stream().anyMatch(inner -> holds(volume, inner));
      case List<?> l -> l.stream().anyMatch(inner -> holds(volume, inner));
      default -> false;
    };
  }

  private static boolean isLasting(String name, Object volume) {
    return volume instanceof Map<?, ?> v
        && name.equals(v.get("name"))
        && !v.containsKey("emptyDir");
  }
}
