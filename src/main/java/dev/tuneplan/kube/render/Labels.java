package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Chosen;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.RunName;
import dev.tuneplan.spec.LaunchSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Labels and annotations of everything that is made, so that costs can be grouped by them. */
public final class Labels {
  /** Before the keys of tuneplan's own. */
  static final String DOMAIN = "tuneplan.dev/";

  /** The label of a run's id. */
  public static final String RUN_ID = DOMAIN + "run-id";

  /** The annotation with the run spec's name. */
  public static final String RUN_NAME = DOMAIN + "run-name";

  /** The annotation with the model. */
  public static final String MODEL = DOMAIN + "model";

  /** The label of what trains it. */
  public static final String TRAINER = DOMAIN + "trainer";

  /** The label of the method. */
  public static final String METHOD = DOMAIN + "method";

  /** The label of the GPU profile. */
  public static final String GPU = DOMAIN + "gpu-profile";

  /** The label of the project. */
  public static final String PROJECT = DOMAIN + "project";

  /** The annotation with the estimate. */
  public static final String ESTIMATE = DOMAIN + "estimate";

  /** The annotation by which somebody ended it. */
  public static final String CANCELLED = DOMAIN + "cancelled";

  /** The annotation that says which plan it was made of. */
  public static final String PLAN_SHA256 = DOMAIN + "plan-sha256";

  /** The label of who launched it, as the cluster knows them. */
  public static final String OWNER = DOMAIN + "owner";

  /** The label of the tuneplan that made it. */
  public static final String VERSION = "app.kubernetes.io/version";

  /** Before the keys of Kueue's. */
  public static final String KUEUE = "kueue.x-k8s.io/";

  /** The label of Kueue's that names a LocalQueue. */
  public static final String QUEUE = KUEUE + "queue-name";

  private Labels() {}

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
    put(labels, VERSION, r.options().version());
    labels.put(RUN_ID, r.options().id().hex());
    labels.put(DOMAIN + "plan-id", plan.id().hex());
    put(labels, PROJECT, launch.project());
    put(labels, OWNER, r.options().owner().orElse(""));
    labels.put(METHOD, plan.spec().method().type());
    labels.put(TRAINER, r.trainer().trainer());
    put(labels, GPU, plan.chosen().gpu());
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
          labels.put(QUEUE, q);
          // the only limit of Kubernetes' own that adds up over preemptions
          labels.put(KUEUE + "max-exec-time-seconds", "" + Caps.run(r.plan()));
        });
    s.queuePriority().ifPresent(p -> labels.put(KUEUE + "priority-class", p));
    return labels;
  }

  /** What travels with the run: reconciling needs no database. */
  static Map<String, Object> annotations(RenderRequest r, ConfigMaps config) {
    Chosen chosen = r.plan().chosen();
    Map<String, Object> notes = new LinkedHashMap<>();
    notes.put(RUN_NAME, r.plan().spec().name());
    notes.put(MODEL, r.plan().spec().model());
    notes.put(ESTIMATE, r.plan().forecast().json(chosen));
    notes.put(PLAN_SHA256, r.plan().sha256());
    Tree.putIf(!config.none(), notes, DOMAIN + "config-sha256", config.sha256());
    String image = r.image().reference();
    int at = image.indexOf('@');
    Tree.putIf(at > 0, notes, DOMAIN + "image-digest", image.substring(at + 1));
    return notes;
  }

  /** Where several pods are to be near each other. */
  static Map<String, Object> topology(LaunchSpec.Scheduling s) {
    Map<String, Object> notes = new LinkedHashMap<>();
    s.requiredTopology().ifPresent(t -> notes.put(KUEUE + "podset-required-topology", t));
    s.preferredTopology().ifPresent(t -> notes.put(KUEUE + "podset-preferred-topology", t));
    return notes;
  }
}
