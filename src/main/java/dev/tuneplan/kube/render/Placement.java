package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Chosen;
import dev.tuneplan.spec.LaunchSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** On which nodes a run's pods may be. */
final class Placement {
  /** Taints that AKS and GKE put on spot machines; those of EKS and Karpenter are their owner's. */
  private static final List<String> SPOT =
      List.of(
          "kubernetes.azure.com/scalesetpriority=spot:NoSchedule",
          "cloud.google.com/gke-spot=true:NoSchedule");

  private Placement() {}

  static void of(RenderRequest r, Map<String, Object> spec) {
    LaunchSpec.Scheduling s = r.plan().spec().launch().kubernetes().scheduling();
    Chosen chosen = r.plan().chosen();
    Tree.putIf(
        !s.nodeSelector().isEmpty(), spec, "nodeSelector", new LinkedHashMap<>(s.nodeSelector()));
    Map<String, Object> affinity = new LinkedHashMap<>();
    if (!chosen.productLabels().isEmpty()) {
      affinity.put("nodeAffinity", product(chosen.productLabels()));
    }
    if (chosen.nodes() > 1) {
      affinity.put("podAffinity", Pods.sameZone(r));
    }
    Tree.putIf(!affinity.isEmpty(), spec, "affinity", affinity);
    List<Object> tolerations = new ArrayList<>();
    String resource = Accelerator.resource(chosen.gpu());
    if (!resource.equals("nvidia.com/gpu")) {
      tolerations.add(toleration(resource + ":NoSchedule"));
    }
    if (chosen.spot()) {
      SPOT.forEach(t -> tolerations.add(toleration(t)));
    }
    s.tolerations().forEach(t -> tolerations.add(toleration(t)));
    Tree.putIf(!tolerations.isEmpty(), spec, "tolerations", tolerations);
  }

  /** Shared GPUs have other labels (-SHARED, -MIG-1g.5gb), and so are left out. */
  private static Map<String, Object> product(List<String> labels) {
    return Tree.of(
        "requiredDuringSchedulingIgnoredDuringExecution",
        Tree.of(
            "nodeSelectorTerms",
            Pods.list(
                Tree.of(
                    "matchExpressions",
                    Pods.list(
                        Tree.of(
                            "key", "nvidia.com/gpu.product",
                            "operator", "In",
                            "values", new ArrayList<Object>(labels)))))));
  }

  /** As kubectl writes taints: key, key:Effect or key=value:Effect. */
  private static Map<String, Object> toleration(String text) {
    int colon = text.indexOf(':');
    String taint = colon < 0 ? text : text.substring(0, colon);
    int equals = taint.indexOf('=');
    Map<String, Object> t =
        Tree.of(
            "key",
            equals < 0 ? taint : taint.substring(0, equals),
            "operator",
            equals < 0 ? "Exists" : "Equal");
    Tree.putIf(equals >= 0, t, "value", taint.substring(equals + 1));
    Tree.putIf(colon >= 0, t, "effect", text.substring(colon + 1));
    return t;
  }
}
