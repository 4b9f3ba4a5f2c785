package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Chosen;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.RunName;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.spec.LaunchSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Labels and annotations of everything that is made, so that costs can be grouped by them. */
final class Metadata {
  private Metadata() {}

  /** Of every object, and of pods: tools look at pods, not at Jobs. */
  static Map<String, Object> common(RenderRequest r) {
    LaunchPlan plan = r.plan();
    LaunchSpec launch = plan.spec().launch();
    Map<String, Object> labels = new LinkedHashMap<>(launch.kubernetes().labels());
    labels.put("app.kubernetes.io/name", "fine-tuning");
    labels.put("app.kubernetes.io/instance", r.options().id().hex());
    labels.put("app.kubernetes.io/component", "trainer");
    put(labels, "app.kubernetes.io/part-of", launch.project());
    labels.put("app.kubernetes.io/managed-by", "tuneplan");
    put(labels, Labels.VERSION, r.options().version());
    labels.put(Labels.RUN_ID, r.options().id().hex());
    labels.put(Labels.PLAN_ID, plan.id().hex());
    put(labels, Labels.PROJECT, launch.project());
    put(labels, Labels.OWNER, r.options().owner().orElse(""));
    labels.put(Labels.METHOD, plan.spec().method().type());
    labels.put(Labels.TRAINER, r.trainer().trainer());
    put(labels, Labels.GPU, plan.chosen().gpu());
    return labels;
  }

  private static void put(Map<String, Object> labels, String key, String value) {
    String label = RunName.label(value);
    Tree.putIf(!label.isEmpty(), labels, key, label);
  }

  /** What queues look at, on the object that is admitted. */
  static Map<String, Object> queue(RenderRequest r) {
    LaunchSpec.Scheduling s = r.plan().spec().launch().kubernetes().scheduling();
    Map<String, Object> labels = new LinkedHashMap<>();
    if (r.options().hold()) {
      // a queue would begin what is only suspended
      return labels;
    }
    s.queue()
        .ifPresent(q -> {
          labels.put(Labels.QUEUE, q);
          // the only limit of Kubernetes' own that adds up over preemptions
          labels.put(Labels.KUEUE + "max-exec-time-seconds", "" + Caps.run(r.plan()));
        });
    s.queuePriority().ifPresent(p -> labels.put(Labels.KUEUE + "priority-class", p));
    return labels;
  }

  /** What travels with the run: reconciling needs no database. */
  static Map<String, Object> annotations(RenderRequest r, ConfigMaps config) {
    Chosen chosen = r.plan().chosen();
    Map<String, Object> notes = new LinkedHashMap<>();
    notes.put(Labels.RUN_NAME, r.plan().spec().name());
    notes.put(Labels.MODEL, r.plan().spec().model());
    notes.put(Labels.ESTIMATE, r.plan().forecast().json(chosen));
    notes.put(Labels.PLAN_SHA256, r.plan().sha256());
    Tree.putIf(!config.none(), notes, Labels.DOMAIN + "config-sha256", config.sha256());
    String image = r.image().reference();
    int at = image.indexOf('@');
    Tree.putIf(at > 0, notes, Labels.DOMAIN + "image-digest", image.substring(at + 1));
    return notes;
  }

  /** Where several pods are to be near each other. */
  static Map<String, Object> topology(LaunchSpec.Scheduling s) {
    Map<String, Object> notes = new LinkedHashMap<>();
    s.requiredTopology().ifPresent(t -> notes.put(Labels.KUEUE + "podset-required-topology", t));
    s.preferredTopology().ifPresent(t -> notes.put(Labels.KUEUE + "podset-preferred-topology", t));
    return notes;
  }
}
