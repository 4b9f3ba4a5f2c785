package dev.tuneplan.kube.doctor;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
import java.util.List;

/**
 * GPUs that a pod holds on its node.
 *
 * @param node empty while it waits for one
 * @param gpus 0 while it has no node
 */
record Taken(String node, long gpus) {
  static Taken of(KubeObject pod) {
    String node = pod.text("spec", "nodeName").orElse("");
    if (node.isEmpty()) {
      return new Taken(node, 0);
    }
    long steady = pod.items("spec", "containers").stream().mapToLong(Taken::asked).sum();
    // init containers run one by one, before the others (Kubernetes, Init Containers, sharing)
    long first =
        pod.items("spec", "initContainers").stream().mapToLong(Taken::asked).max().orElse(0);
    return new Taken(node, Math.max(steady, first));
  }

  private static long asked(PlainTree container) {
    return asked(container, List.of("requests", "limits"));
  }

  /** Requests and limits of extended resources are equal; either may be left out. */
  private static long asked(PlainTree container, List<String> keys) {
    return keys.stream()
        .mapToLong(k ->
            GpuNode.RESOURCES.stream()
                .mapToLong(r -> Quantity.whole(container.text("resources", k, r).orElse("0")))
                .sum())
        .max()
        .orElse(0);
  }
}
