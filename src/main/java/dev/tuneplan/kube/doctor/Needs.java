package dev.tuneplan.kube.doctor;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.launch.Chosen;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a manifest needs a cluster to have; read from the manifest itself, so that what a user's
 * template adds is seen too.
 *
 * @param kinds of its objects, where a cluster may lack them
 * @param queue Kueue's LocalQueue
 * @param names of what its pods refer to
 * @param restricted whether its pods mean to keep the restricted Pod Security Standard
 * @param gpus of its pods
 */
public record Needs(
    List<Resource> kinds, Optional<String> queue, Names names, boolean restricted, Gpus gpus) {
  public Needs {
    kinds = List.copyOf(kinds);
  }

  /**
   * What pods refer to by name.
   *
   * @param secrets named only, and never read
   */
  public record Names(
      SortedSet<String> claims,
      SortedSet<String> secrets,
      SortedSet<String> accounts,
      SortedSet<String> images,
      SortedSet<String> priorities,
      SortedSet<String> runtimes) {}

  /**
   * GPUs.
   *
   * @param profile the GPU profile's id
   * @param resource by which its pods ask for them
   * @param labels values of {@code nvidia.com/gpu.product}, one of which a node must have; empty:
   *     any
   * @param perNode GPUs of one pod
   * @param nodes pods, each on a node with that many GPUs free
   * @param spot whether the plan's price is that of spot machines
   * @param placing what else a node must have
   */
  public record Gpus(
      String profile,
      String resource,
      List<String> labels,
      int perNode,
      int nodes,
      boolean spot,
      Placing placing) {
    public Gpus {
      labels = List.copyOf(labels);
    }

    /** GPUs of all pods. */
    int all() {
      return perNode * nodes;
    }
  }

  /** Labels that a node must have, and taints that it may have. */
  public record Placing(Map<?, ?> selector, List<PlainTree> tolerations) {
    public Placing {
      tolerations = List.copyOf(tolerations);
    }
  }

  SortedSet<String> claims() {
    return names.claims();
  }

  SortedSet<String> accounts() {
    return names.accounts();
  }

  SortedSet<String> priorities() {
    return names.priorities();
  }

  /** Of what is sent, and the candidate that it is made of. */
  public static Needs of(Manifest manifest, Chosen chosen) {
    List<Resource> kinds = new ArrayList<>();
    List<PlainTree> pods = new ArrayList<>();
    Optional<String> queue = Optional.empty();
    for (Map<String, Object> object : manifest.objects()) {
      Resource.of("" + object.get("apiVersion"), "" + object.get("kind")).ifPresent(kinds::add);
      pods(object, pods);
      queue = queue.or(() -> new KubeObject(object).label(Labels.QUEUE));
    }
    List<PlainTree> tolerations =
        pods.stream().flatMap(p -> p.items("tolerations").stream()).toList();
    Map<Object, Object> selector = new java.util.LinkedHashMap<>();
    pods.forEach(p -> selector.putAll(p.map("nodeSelector")));
    return new Needs(
        kinds,
        queue,
        names(pods),
        pods.stream().allMatch(p -> p.flag("securityContext", "runAsNonRoot")),
        new Gpus(
            chosen.gpu(),
            resource(pods),
            chosen.productLabels(),
            chosen.gpusPerNode(),
            chosen.nodes(),
            chosen.spot(),
            new Placing(selector, tolerations)));
  }

  private static String resource(List<PlainTree> pods) {
    return GpuNode.RESOURCES.stream()
        .filter(r ->
            pods.stream()
                .flatMap(p -> p.items("containers").stream())
                .anyMatch(c -> c.text("resources", "limits", r).isPresent()))
        .findFirst()
        .orElse(GpuNode.RESOURCES.getFirst());
  }

  /** The specs of pods, wherever a kind keeps them. */
  private static void pods(Object tree, List<PlainTree> found) {
    if (tree instanceof Map<?, ?> m) {
      if (m.get("containers") instanceof List<?>) {
        found.add(PlainTree.of(m));
      } else {
        m.values().forEach(inner -> pods(inner, found));
      }
    } else if (tree instanceof List<?> l) {
      l.forEach(inner -> pods(inner, found));
    }
  }

  private static Names names(List<PlainTree> pods) {
    Names n =
        new Names(
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>());
    for (PlainTree pod : pods) {
      for (PlainTree volume : pod.items("volumes")) {
        volume.text("persistentVolumeClaim", "claimName").ifPresent(n.claims()::add);
        volume.text("secret", "secretName").ifPresent(n.secrets()::add);
      }
      for (String list : List.of("initContainers", "containers")) {
        pod.items(list).forEach(c -> container(c, n));
      }
      pod.items("imagePullSecrets").forEach(s -> s.text("name").ifPresent(n.secrets()::add));
      pod.text("serviceAccountName").ifPresent(n.accounts()::add);
      pod.text("priorityClassName").ifPresent(n.priorities()::add);
      pod.text("runtimeClassName").ifPresent(n.runtimes()::add);
    }
    return n;
  }

  private static void container(PlainTree container, Names n) {
    container.text("image").ifPresent(n.images()::add);
    container
        .items("env")
        .forEach(e -> e.text("valueFrom", "secretKeyRef", "name").ifPresent(n.secrets()::add));
    container
        .items("envFrom")
        .forEach(e -> e.text("secretRef", "name").ifPresent(n.secrets()::add));
  }
}
