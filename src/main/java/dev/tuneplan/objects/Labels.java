package dev.tuneplan.objects;

/** Keys of labels and annotations: those of tuneplan's own, and some of others. */
public final class Labels {
  /** Before the keys of tuneplan's own. */
  public static final String DOMAIN = "tuneplan.dev/";

  /** The label of a run's id. */
  public static final String RUN_ID = DOMAIN + "run-id";

  /** The label of the plan that it was made of. */
  public static final String PLAN_ID = DOMAIN + "plan-id";

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
}
