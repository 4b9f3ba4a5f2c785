package dev.tuneplan.kube.render;

import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.spec.LaunchSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a plan knows of the Job, JobSet or TrainJob around a run's pods. */
final class Jobs {
  /** A spot run may lose machines often, and not without end. */
  private static final int SPOT_RESTARTS = 20;

  private static final int RESTARTS = 3;

  private Jobs() {}

  static Map<String, Object> job(RenderRequest r, ConfigMaps config) {
    LaunchPlan plan = r.plan();
    LaunchSpec launch = plan.spec().launch();
    Map<String, Object> spec = inner(r, config);
    if (launch.states("kubernetes.retries")) {
      spec.put("backoffLimit", launch.kubernetes().limits().retries());
    }
    ttl(launch, spec);
    // with a queue, waiting is no fault, and Kueue resets this at each preemption
    if (launch.kubernetes().scheduling().queue().isEmpty()) {
      spec.put("activeDeadlineSeconds", Caps.job(plan));
    }
    Tree.putIf(r.options().hold(), spec, "suspend", true);
    return object(r, config, spec);
  }

  private static Map<String, Object> inner(RenderRequest r, ConfigMaps config) {
    int nodes = r.plan().chosen().nodes();
    return Tree.of(
        "completions", nodes, "parallelism", nodes, "template", Pods.template(r, config));
  }

  private static void ttl(LaunchSpec launch, Map<String, Object> spec) {
    if (launch.states("kubernetes.ttlSeconds")) {
      spec.put("ttlSecondsAfterFinished", launch.kubernetes().limits().ttlSeconds());
    }
  }

  static Map<String, Object> jobSet(RenderRequest r, ConfigMaps config) {
    Map<String, Object> spec = set(r, config);
    Tree.putIf(r.options().hold(), spec, "suspend", true);
    return object(r, config, spec);
  }

  /** The JobSet of a run: one Job whose pods are its nodes. */
  private static Map<String, Object> set(RenderRequest r, ConfigMaps config) {
    LaunchSpec launch = r.plan().spec().launch();
    int restarts =
        launch.states("kubernetes.retries")
            ? launch.kubernetes().limits().retries()
            : r.plan().chosen().spot() ? SPOT_RESTARTS : RESTARTS;
    Map<String, Object> job =
        Tree.of("name", "node", "template", Tree.of("spec", inner(r, config)));
    Map<String, Object> spec =
        Tree.of(
            "failurePolicy", Tree.of("maxRestarts", restarts), "replicatedJobs", Pods.list(job));
    ttl(launch, spec);
    return spec;
  }

  static Map<String, Object> trainingRuntime(RenderRequest r, ConfigMaps config) {
    Map<String, Object> runtime =
        object(
            r,
            config,
            Tree.of(
                "mlPolicy",
                Tree.of(
                    "numNodes",
                    r.plan().chosen().nodes(),
                    "torch",
                    Tree.of("numProcPerNode", r.plan().chosen().gpusPerNode())),
                "template",
                Tree.of("spec", set(r, config))));
    // the TrainJob is what a queue admits
    Tree.at(runtime, "metadata", "labels").keySet().removeAll(Metadata.queue(r).keySet());
    return runtime;
  }

  static Map<String, Object> trainJob(RenderRequest r, ConfigMaps config) {
    Map<String, Object> spec =
        Tree.of(
            "runtimeRef",
            Tree.of("name", r.name().value()),
            "trainer",
            Tree.of(
                "numNodes", r.plan().chosen().nodes(),
                "numProcPerNode", r.plan().chosen().gpusPerNode()));
    Tree.putIf(r.options().hold(), spec, "suspend", true);
    return object(r, config, spec);
  }

  private static Map<String, Object> object(
      RenderRequest r, ConfigMaps config, Map<String, Object> spec) {
    Map<String, Object> labels = new LinkedHashMap<>(Metadata.common(r));
    labels.putAll(Metadata.queue(r));
    return Tree.of(
        "metadata",
        Tree.of(
            "name",
            r.name().value(),
            "labels",
            labels,
            "annotations",
            Metadata.annotations(r, config)),
        "spec",
        spec);
  }
}
