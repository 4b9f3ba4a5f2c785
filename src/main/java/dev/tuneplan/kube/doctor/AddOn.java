package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.api.Resource;
import java.util.List;
import java.util.Map;

/**
 * What a cluster may have beside Kubernetes.
 *
 * @param name for people
 * @param resource that tuneplan uses, in its version
 * @param gives what it allows
 * @param install how it is installed: the versions that make cluster-test runs with
 */
record AddOn(String name, Resource resource, String gives, String install) {
  static final List<AddOn> ALL =
      List.of(
          new AddOn(
              "Kueue",
              Resource.LOCAL_QUEUES,
              "kubernetes.queue (runs wait until all their GPUs are free)",
              "kubectl apply --server-side -f"
                  + " https://github.com/kubernetes-sigs/kueue/releases/download/v0.14.0/manifests.yaml"),
          new AddOn(
              "JobSet",
              Resource.JOB_SETS,
              "kind: jobset (several nodes that restart together)",
              "kubectl apply --server-side -f"
                  + " https://github.com/kubernetes-sigs/jobset/releases/download/v0.10.1/manifests.yaml"),
          new AddOn(
              "Kubeflow Trainer",
              Resource.TRAIN_JOBS,
              "kind: trainjob",
              "kubectl apply --server-side -k"
                  + " \"https://github.com/kubeflow/trainer.git/manifests/overlays/manager?ref=v2.0.1\""));

  /** The one that has a kind; none of them has what every server has. */
  static java.util.Optional<AddOn> of(Resource resource) {
    return ALL.stream().filter(a -> a.resource.group().equals(resource.group())).findFirst();
  }

  Check judge(Served served) {
    if (served.has(resource)) {
      return Check.ok(name, resource.apiVersion() + " is served: allows " + gives);
    }
    List<String> versions = versions(served.versions());
    return versions.isEmpty()
        ? Check.warning(name, "not installed: no " + gives, "needed for that alone: " + install)
        : Check.warning(
            name,
            other(versions),
            "install one that serves " + resource.apiVersion() + ": " + install);
  }

  /** What is wrong for a plan that needs it. */
  Check needed(Served served, String subject, String without) {
    List<String> versions = versions(served.versions());
    return Check.missing(
        subject,
        versions.isEmpty() ? name + " is not installed" : name + " " + other(versions),
        without + "; or install it: " + install);
  }

  private List<String> versions(Map<String, List<String>> all) {
    return all.getOrDefault(resource.group(), List.of());
  }

  private String other(List<String> versions) {
    return "serves "
        + resource.group()
        + " "
        + String.join(", ", versions)
        + " without "
        + resource.plural()
        + " "
        + resource.version()
        + ", which tuneplan uses";
  }
}
