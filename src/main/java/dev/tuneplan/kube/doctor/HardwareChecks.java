package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.doctor.ClusterFacts.Nodes;
import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** GPUs against profiles, storage, and the runtime that gives GPUs to containers. */
final class HardwareChecks {
  private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";

  /** Names of drivers whose volumes several nodes can write; from the drivers' documentation. */
  private static final Pattern SHARED =
      Pattern.compile(
          ".*(nfs|cephfs|efs\\.csi|fsx\\.csi|filestore|file\\.csi\\.azure|lustre|juicefs|beegfs"
              + "|weka|glusterfs|longhorn).*");

  private final ClusterFacts.Hardware hardware;
  private final List<KnownGpu> profiles;

  HardwareChecks(ClusterFacts.Hardware hardware, List<KnownGpu> profiles) {
    this.hardware = hardware;
    this.profiles = profiles;
  }

  List<Check> checks() {
    List<Check> checks =
        new ArrayList<>(
            hardware
                .nodes()
                .judge(
                    this::nodes,
                    why ->
                        List.of(
                            Check.unknown(
                                "GPUs",
                                why,
                                "an administrator sees them: kubectl get nodes -L"
                                    + " nvidia.com/gpu.product"))));
    checks.add(
        hardware
            .storage()
            .judge(
                HardwareChecks::storage,
                why ->
                    Check.unknown(
                        "storage", why, "an administrator sees it: kubectl get storageclasses")));
    checks.add(
        hardware
            .runtimes()
            .judge(
                HardwareChecks::runtime,
                why ->
                    Check.unknown(
                        "runtime class",
                        why,
                        "an administrator sees it: kubectl get runtimeclasses")));
    return checks;
  }

  private List<Check> nodes(Nodes nodes) {
    if (nodes.gpu().isEmpty()) {
      return List.of(
          Check.warning(
              "GPUs",
              "no node of " + nodes.all() + " has any",
              "add nodes with GPUs and install NVIDIA's GPU operator (or its device plugin and GPU"
                  + " feature discovery); an autoscaler that adds them on demand is not seen"
                  + " here"));
    }
    List<Check> checks = new ArrayList<>();
    Map<String, List<GpuNode>> kinds = new TreeMap<>();
    nodes.gpu().stream()
        .filter(n -> n.allocatable() > 0)
        .forEach(n -> kinds.computeIfAbsent(n.product().orElse(""), k -> new ArrayList<>()).add(n));
    kinds.forEach((label, of) -> checks.add(kind(label, of, kinds.size() == 1)));
    List<GpuNode> without = nodes.gpu().stream().filter(n -> n.allocatable() == 0).toList();
    if (!without.isEmpty()) {
      checks.add(
          Check.warning(
              "device plugin",
              "labels say that there are GPUs, and the kubelet has none: " + names(without),
              "look for the device plugin's pod on these nodes: kubectl get pods -A -o wide |"
                  + " grep device-plugin"));
    }
    checks.add(spot(nodes.gpu()));
    return checks;
  }

  private Check kind(String label, List<GpuNode> nodes, boolean alone) {
    String count = Supply.of(nodes, hardware.taken()).sentence();
    if (label.isEmpty()) {
      return unlabelled(nodes, count, alone);
    }
    return profiles.stream()
        .filter(p -> p.labels().contains(label))
        .findFirst()
        .map(p -> Check.ok("GPU " + label, "profile " + p.id() + ": " + count))
        .orElseGet(() ->
            Check.warning(
                "GPU " + label,
                "no GPU profile has this label: " + count,
                label.contains("-MIG-") || label.endsWith("-SHARED")
                    ? "slices and shared GPUs are not planned for: plans need whole ones"
                    : "plans do not place pods there; give a profile of yours in"
                        + " ~/.config/tuneplan/gpu-profiles this kubernetes.productLabels"));
  }

  private static Check unlabelled(List<GpuNode> nodes, String count, boolean alone) {
    String found = "no label nvidia.com/gpu.product: " + count + " (" + names(nodes) + ")";
    String fix =
        "plans place pods by it: install NVIDIA's GPU feature discovery (in the GPU operator, or"
            + " the device plugin's chart with gfd.enabled=true), or kubectl label node "
            + nodes.getFirst().name()
            + " nvidia.com/gpu.product=PRODUCT ('tuneplan gpus show GPU' names it)";
    String subject = "GPU feature discovery";
    return alone ? Check.missing(subject, found, fix) : Check.warning(subject, found, fix);
  }

  private static Check spot(List<GpuNode> nodes) {
    Map<String, Long> labels =
        nodes.stream()
            .flatMap(n -> n.spot().stream())
            .collect(Collectors.groupingBy(s -> s, TreeMap::new, Collectors.counting()));
    return Check.ok(
        "spot machines",
        labels.isEmpty()
            ? "no node with GPUs has a label that says so"
            : labels.entrySet().stream()
                .map(e -> nodes(e.getValue()) + " by " + e.getKey())
                .collect(Collectors.joining(", ")));
  }

  private static String nodes(long n) {
    return n == 1 ? "1 node" : n + " nodes";
  }

  private static String names(List<GpuNode> nodes) {
    String first = nodes.stream().limit(3).map(GpuNode::name).collect(Collectors.joining(", "));
    return nodes.size() <= 3 ? first : first + " and " + (nodes.size() - 3) + " more";
  }

  private static Check storage(List<KubeObject> classes) {
    List<String> named =
        classes.stream()
            .filter(c -> c.annotation(DEFAULT).filter("true"::equals).isPresent())
            .map(KubeObject::name)
            .toList();
    List<String> shared =
        classes.stream()
            .filter(c -> SHARED.matcher(c.text("provisioner").orElse("")).matches())
            .map(KubeObject::name)
            .toList();
    String several =
        shared.isEmpty()
            ? "none that several nodes are known to write at once"
            : "several nodes can write at once: " + String.join(", ", shared);
    return named.isEmpty()
        ? Check.warning(
            "storage",
            "no default StorageClass; " + several,
            classes.isEmpty()
                ? "an administrator makes volumes by hand, or installs a driver"
                : "a claim must name its class, of: "
                    + classes.stream().map(KubeObject::name).collect(Collectors.joining(", ")))
        : Check.ok("storage", "default " + String.join(", ", named) + "; " + several);
  }

  private static Check runtime(List<String> names) {
    return names.contains("nvidia")
        ? Check.ok("runtime class", "nvidia is there")
        : Check.warning(
            "runtime class",
            "none is named nvidia",
            "nothing is to be done where containers get GPUs without it (EKS, GKE, AKS, the GPU"
                + " operator's default); else install the GPU operator and set"
                + " kubernetes.runtimeClass");
  }
}
