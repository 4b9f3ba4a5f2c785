package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import java.util.List;
import java.util.Map;

/** GPUs as tables and as trees. */
final class GpuText {
  private GpuText() {}

  static List<GpuProfile> all(GpuCatalogue catalogue) {
    return catalogue.ids().stream().map(id -> catalogue.find(id, Place.of(id))).toList();
  }

  static String list(Output form, List<GpuProfile> gpus) {
    return form.render(
        markdown -> {
          Table t = new Table("id", "GiB", "usable", "GB/s", "TFLOP/s", "bf16", "name");
          gpus.forEach(g -> row(t, g));
          return gpus.isEmpty() ? "" : markdown ? t.markdown() : t.text();
        },
        () -> Tree.of("gpus", gpus.stream().map(GpuText::tree).toList()));
  }

  private static void row(Table t, GpuProfile g) {
    t.row(
        g.id(),
        Text.of("%.0f", g.nominalGiB()),
        Text.of("%.1f", g.usableGiB()),
        Text.of("%.0f", g.bandwidth() / 1e9),
        Text.of("%.0f", g.flops16() / 1e12),
        g.bf16() ? "yes" : "no",
        g.name());
  }

  /** What estimates use of a GPU. */
  static Map<String, Object> tree(GpuProfile g) {
    return Tree.of(
        "id", g.id(),
        "name", g.name(),
        "architecture", g.architecture(),
        "nominalGiB", g.nominalGiB(),
        "usableGiB", g.usableGiB(),
        "bandwidthGBps", g.bandwidth() / 1e9,
        "tflops16", g.flops16() / 1e12,
        "bf16", g.bf16(),
        "linkGBpsEachWay", g.link() / 1e9,
        "fastLink", g.fastLink(),
        "matmulEfficiency", g.matmulEfficiency(),
        "bandwidthEfficiency", g.bandwidthEfficiency(),
        "productLabels", g.productLabels(),
        "source", g.source());
  }
}
