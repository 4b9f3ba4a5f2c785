package dev.tuneplan.cli;

import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.Layer;
import dev.tuneplan.model.ModelShape;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a measured row was taken to mean, so that other tools can be asked the same. */
final class PlacedTree {
  private PlacedTree() {}

  /** One row's setups, at least one; they differ in neither model nor device. */
  static Map<String, Object> of(List<Setup> setups) {
    Setup first = setups.getFirst();
    return Tree.of(
        "model", model(first.model()),
        "gpu", gpu(first.gpu()),
        "method", word(first.method().type()),
        "rank", first.method().full() ? 0 : first.method().rank(),
        "targets", first.method().full() ? "" : first.method().targets().toString(),
        "weights", word(first.method().weights()),
        "gpus", first.gpus(),
        "nodes", first.nodes(),
        "parallelism", word(first.parallelism()),
        "optimizer", word(first.optimizer()),
        "offload", first.offloadOptimizer(),
        "setups", setups.stream().map(PlacedTree::setup).distinct().toList());
  }

  private static Map<String, Object> model(ModelShape m) {
    Layer layer = m.layers().getLast();
    return Tree.of(
        "id", m.id(),
        "type", m.modelType(),
        "parameters", m.parameters(),
        "activeParameters", m.activeParameters(),
        "hidden", m.hidden(),
        "layers", m.depth(),
        "heads", layer.heads(),
        "keyValueHeads", Math.max(1, layer.keyWidth() * layer.heads() / layer.queryWidth()),
        "width", layer.width(),
        "gated", layer.activation() == Layer.Activation.GATED,
        "vocabulary", m.vocab(),
        "tiedHead", m.tiedHead(),
        "maxPositions", m.maxPositions(),
        "experts", m.experts());
  }

  private static Map<String, Object> gpu(GpuProfile g) {
    return Tree.of(
        "id", g.id(),
        "nominalGiB", g.nominalGiB(),
        "usableGiB", g.usableGiB(),
        "bandwidth", g.bandwidth(),
        "flops16", g.flops16(),
        "flops32", g.flops32(),
        "link", g.link());
  }

  private static Map<String, Object> setup(Setup s) {
    return Tree.of(
        "microBatch", s.microBatch(),
        "sequence", s.sequence(),
        "accumulation", s.accumulation(),
        "checkpointing", word(s.checkpointing()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
