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

  private static final String PRODUCT = "nvidia.com/gpu.product";

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

  /**
   * Shared GPUs have other labels (-SHARED, -MIG-1g.5gb), and so are left out. A profile names a
   * value of NVIDIA's label, or another vendor's as {@code key=value}; any of them will do.
   */
  private static Map<String, Object> product(List<String> labels) {
    Map<String, List<Object>> values = new LinkedHashMap<>();
    for (String label : labels) {
      int equals = label.indexOf('=');
      values
          .computeIfAbsent(
              equals < 0 ? PRODUCT : label.substring(0, equals), k -> new ArrayList<>())
          .add(label.substring(equals + 1));
    }
    List<Object> terms = new ArrayList<>();
    values.forEach((key, in) ->
        terms.add(
            Tree.of(
                "matchExpressions",
                Pods.list(Tree.of("key", key, "operator", "In", "values", in)))));
    return Tree.of(
        "requiredDuringSchedulingIgnoredDuringExecution", Tree.of("nodeSelectorTerms", terms));
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
