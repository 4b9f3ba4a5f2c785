package dev.tuneplan.kube.doctor;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A node that has GPUs, or labels that say so.
 *
 * @param resource by which pods ask for its GPUs
 * @param allocatable GPUs that pods may have
 * @param usable whether it is Ready and not cordoned
 * @param labels every one
 * @param taints that keep pods away: NoSchedule and NoExecute
 */
public record GpuNode(
    String name,
    String resource,
    long allocatable,
    boolean usable,
    Map<String, String> labels,
    List<PlainTree> taints) {
  private static final String PRODUCT = "nvidia.com/gpu.product";

  /** Extended resources of the vendors' device plugins, as the renderer asks for them. */
  static final List<String> RESOURCES = List.of("nvidia.com/gpu", "amd.com/gpu", "habana.ai/gaudi");

  /**
   * Labels by which owners of nodes mark spot machines: Karpenter, EKS, GKE (two), AKS; the values
   * are those of their documentation.
   */
  private static final Map<String, String> SPOT =
      new TreeMap<>(
          Map.of(
              "karpenter.sh/capacity-type", "spot",
              "eks.amazonaws.com/capacityType", "SPOT",
              "cloud.google.com/gke-spot", "true",
              "cloud.google.com/gke-preemptible", "true",
              "kubernetes.azure.com/scalesetpriority", "spot"));

  public GpuNode {
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    taints = List.copyOf(taints);
  }

  /** The node, if it has GPUs or claims to. */
  static Optional<GpuNode> of(KubeObject node) {
    Map<String, String> labels = node.labels();
    boolean usable =
        node.condition("Ready", "True").isPresent() && !node.flag("spec", "unschedulable");
    List<PlainTree> taints =
        node.items("spec", "taints").stream()
            .filter(t -> !t.text("effect").orElse("").equals("PreferNoSchedule"))
            .toList();
    for (String resource : RESOURCES) {
      long gpus = Quantity.whole(node.text("status", "allocatable", resource).orElse("0"));
      if (gpus > 0) {
        return Optional.of(new GpuNode(node.name(), resource, gpus, usable, labels, taints));
      }
    }
    boolean claims =
        labels.containsKey(PRODUCT) || "true".equals(labels.get("nvidia.com/gpu.present"));
    return claims
        ? Optional.of(new GpuNode(node.name(), RESOURCES.getFirst(), 0, usable, labels, taints))
        : Optional.empty();
  }

  /** What kind of GPU its labels say it has; empty when they do not. */
  Optional<String> product() {
    String amd = "amd.com/gpu.device-id";
    return Optional.ofNullable(labels.get(PRODUCT))
        .or(() -> Optional.ofNullable(labels.get(amd)).map(id -> amd + "=" + id));
  }

  /** The label that says that it is a spot machine. */
  Optional<String> spot() {
    return SPOT.entrySet().stream()
        .filter(e -> e.getValue().equalsIgnoreCase(labels.get(e.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
