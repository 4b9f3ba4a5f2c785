package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.objects.KubeObject;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a machine from a Node. */
final class NodeReader {
  private NodeReader() {}

  static NodeFacts of(KubeObject node) {
    return new NodeFacts(
        node.name(),
        node.text("spec", "providerID"),
        node.label("node.kubernetes.io/instance-type"),
        node.label("topology.kubernetes.io/region"),
        node.label("topology.kubernetes.io/zone"),
        capacity(node),
        gpus(node),
        devices(node),
        amounts(node, "capacity"),
        amounts(node, "allocatable"),
        node.created());
  }

  /**
   * The labels of Karpenter, EKS, GKE and AKS. A label that says "spot" says so; that there is none
   * of a spot label says "on demand" only where the same cloud labels its machines at all.
   */
  private static Capacity capacity(KubeObject node) {
    Optional<String> said =
        node.label("karpenter.sh/capacity-type")
            .or(() -> node.label("eks.amazonaws.com/capacityType"))
            .or(() -> node.label("kubernetes.azure.com/scalesetpriority"));
    if (said.isPresent()) {
      return said.get().equalsIgnoreCase("spot") ? Capacity.SPOT : Capacity.ON_DEMAND;
    }
    boolean spot =
        node.label("cloud.google.com/gke-spot").filter("true"::equals).isPresent()
            || node.label("cloud.google.com/gke-preemptible").filter("true"::equals).isPresent();
    if (spot) {
      return Capacity.SPOT;
    }
    return node.label("cloud.google.com/gke-nodepool").isPresent()
            || node.label("kubernetes.azure.com/agentpool").isPresent()
        ? Capacity.ON_DEMAND
        : Capacity.UNKNOWN;
  }

  private static Optional<NodeGpus> gpus(KubeObject node) {
    int replicas =
        node.label("nvidia.com/gpu.replicas")
            .filter(t -> t.matches("[1-9][0-9]{0,5}"))
            .map(Integer::parseInt)
            .orElse(1);
    return node.label("nvidia.com/gpu.product")
        .or(() -> node.label("amd.com/gpu.product-name"))
        .map(p ->
            new NodeGpus(
                p, replicas, node.label("nvidia.com/gpu.sharing-strategy").orElse("none")));
  }

  private static Map<String, Integer> devices(KubeObject node) {
    Map<String, Integer> devices = new TreeMap<>();
    node.texts("status", "allocatable")
        .forEach((key, value) -> {
          if (RequestsReader.gpu(key) && value.matches("[1-9][0-9]{0,5}")) {
            devices.put(key, Integer.parseInt(value));
          }
        });
    return devices;
  }

  private static Map<Resource, BigDecimal> amounts(KubeObject node, String of) {
    Map<Resource, BigDecimal> amounts = new EnumMap<>(Resource.class);
    Map<String, String> texts = node.texts("status", of);
    put(amounts, Resource.CPU, Optional.ofNullable(texts.get("cpu")).flatMap(Quantity::of));
    put(amounts, Resource.MEMORY, Optional.ofNullable(texts.get("memory")).flatMap(Quantity::gib));
    put(
        amounts,
        Resource.DISK,
        Optional.ofNullable(texts.get("ephemeral-storage")).flatMap(Quantity::gib));
    return amounts;
  }

  private static void put(
      Map<Resource, BigDecimal> amounts, Resource resource, Optional<BigDecimal> amount) {
    amount.filter(a -> a.signum() >= 0).ifPresent(a -> amounts.put(resource, a));
  }
}
