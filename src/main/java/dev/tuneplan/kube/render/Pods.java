package dev.tuneplan.kube.render;

import dev.tuneplan.objects.Labels;
import dev.tuneplan.spec.LaunchSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a plan knows of a run's pods. */
final class Pods {
  private static final String NONE = "none";

  private Pods() {}

  /** Whether the trainer runs inside tuneplan's wrapper. */
  static boolean wrapped(LaunchSpec.Pod pod) {
    return !pod.agentImage().equals(NONE);
  }

  static Map<String, Object> template(RenderRequest r, ConfigMaps config) {
    LaunchSpec launch = r.plan().spec().launch();
    LaunchSpec.Kubernetes k = launch.kubernetes();
    Map<String, Object> metadata = Tree.of("labels", Metadata.common(r));
    Map<String, Object> topology = Metadata.topology(k.scheduling());
    Tree.putIf(!topology.isEmpty(), metadata, "annotations", topology);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("activeDeadlineSeconds", Caps.run(r.plan()));
    // whatever a template says: training code is third-party code
    spec.put("automountServiceAccountToken", false);
    if (launch.states("kubernetes.graceSeconds")) {
      spec.put("terminationGracePeriodSeconds", k.limits().graceSeconds());
    }
    if (launch.states("kubernetes.serviceAccount")) {
      spec.put("serviceAccountName", k.pod().serviceAccount());
    }
    if (k.pod().security().equals("baseline")) {
      spec.put(
          "securityContext",
          Tree.of("runAsNonRoot", false, "runAsUser", 0, "runAsGroup", 0, "fsGroup", 0));
    }
    k.scheduling().priorityClass().ifPresent(p -> spec.put("priorityClassName", p));
    k.pod().runtimeClass().ifPresent(c -> spec.put("runtimeClassName", c));
    secrets(k.pod(), spec);
    Placement.of(r, spec);
    if (r.plan().chosen().nodes() > 1 && r.options().kind() == Kind.JOB) {
      spec.put("subdomain", r.name().value());
    }
    if (wrapped(k.pod())) {
      List<Object> before = list(Wrapped.install(r));
      if (!k.ship().to().isEmpty()) {
        before.add(Sidecars.agent(r));
      }
      spec.put("initContainers", before);
    }
    spec.put("containers", list(TrainerContainer.of(r)));
    spec.put("volumes", Volumes.of(r, config));
    return Tree.of("metadata", metadata, "spec", spec);
  }

  private static void secrets(LaunchSpec.Pod pod, Map<String, Object> spec) {
    List<Object> secrets = new ArrayList<>();
    pod.pullSecrets().forEach(s -> secrets.add(Tree.of("name", s)));
    Tree.putIf(!secrets.isEmpty(), spec, "imagePullSecrets", secrets);
  }

  /** Of containers out of the agent's image, which need nothing of what the standard restricts. */
  static Map<String, Object> agentSecurity() {
    return Tree.of(
        "allowPrivilegeEscalation", false,
        "readOnlyRootFilesystem", true,
        "capabilities", Tree.of("drop", list("ALL")));
  }

  static List<Object> list(Object... items) {
    return new ArrayList<>(List.of(items));
  }

  /** Pods of one run share a zone: traffic between zones is slow and costs. */
  static Map<String, Object> sameZone(RenderRequest r) {
    return Tree.of(
        "preferredDuringSchedulingIgnoredDuringExecution",
        list(
            Tree.of(
                "weight",
                100,
                "podAffinityTerm",
                Tree.of(
                    "topologyKey",
                    "topology.kubernetes.io/zone",
                    "labelSelector",
                    Tree.of("matchLabels", Tree.of(Labels.RUN_ID, r.options().id().hex()))))));
  }
}
