package dev.tuneplan.kube.doctor;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * GPUs of some nodes.
 *
 * @param nodes that are usable
 * @param gpus allocatable on them
 * @param free of these; empty when pods cannot be seen
 * @param hidden why they cannot
 * @param away nodes that are not Ready or cordoned
 */
record Supply(int nodes, long gpus, OptionalLong free, String hidden, int away) {
  static Supply of(List<GpuNode> all, Seen<Map<String, Long>> taken) {
    List<GpuNode> usable = all.stream().filter(GpuNode::usable).toList();
    return new Supply(
        usable.size(),
        usable.stream().mapToLong(GpuNode::allocatable).sum(),
        taken.judge(
            t -> OptionalLong.of(usable.stream().mapToLong(n -> free(n, t)).sum()),
            why -> OptionalLong.empty()),
        taken.judge(t -> "", why -> why),
        all.size() - usable.size());
  }

  static long free(GpuNode node, Map<String, Long> taken) {
    return Math.max(0, node.allocatable() - taken.getOrDefault(node.name(), 0L));
  }

  String sentence() {
    return gpus
        + " on "
        + (nodes == 1 ? "1 node" : nodes + " nodes")
        + (free.isPresent() ? ", " + free.getAsLong() + " free" : ", free is not known: " + hidden)
        + (away == 0 ? "" : "; " + away + " not ready or cordoned");
  }
}
