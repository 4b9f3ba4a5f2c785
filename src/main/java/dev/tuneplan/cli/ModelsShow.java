package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.model.Layer;
import dev.tuneplan.model.Linear;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelOrigin;
import dev.tuneplan.model.ModelShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Show a model's shape, its counts, and the sizes of adapters and weights.",
    mixinStandardHelpOptions = true)
final class ModelsShow implements Callable<Integer> {
  private static final List<Integer> RANKS = List.of(8, 16, 32, 64, 128);

  @Parameters(paramLabel = "ID", description = "catalogue id, config.json or folder")
  private String id = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Home home = Home.standard();
    ModelShape model = home.models().find(id, Place.of("command line"));
    Optional<ModelOrigin> origin = home.models().origin(id);
    Main.print(
        command, output.form().render(md -> text(model, origin, md), () -> tree(model, origin)));
    return ExitCode.OK.code;
  }

  private static String text(ModelShape m, Optional<ModelOrigin> origin, boolean markdown) {
    Table t = new Table("field", "value");
    t.row("id", m.id());
    t.row("type", m.modelType());
    t.row("parameters", Text.of("%,d", m.parameters()));
    t.row("met by a token", Text.of("%,d", m.activeParameters()));
    t.row("hidden size", Text.of("%,d", m.hidden()));
    t.row("vocabulary", Text.of("%,d, head %s", m.vocab(), m.tiedHead() ? "tied" : "of its own"));
    t.row("longest sequence", Text.of("%,d tokens", m.maxPositions()));
    t.row("normalisation", m.rmsNorm() ? "RMSNorm" : "LayerNorm");
    m.layers().forEach(l -> t.row(l.count() + " layers", layer(l)));
    t.row("adapter targets", String.join(", ", new TreeSet<>(LoraTargets.modules(m))));
    t.row("licence", origin.flatMap(ModelOrigin::licence).orElse("unknown"));
    t.row("source", origin.flatMap(ModelOrigin::source).orElse("the file itself"));
    origin.flatMap(ModelOrigin::notes).ifPresent(n -> t.row("notes", n));
    Table weights = new Table("weights as", "GiB");
    weights.row("bf16", Text.gib(bytes(m, Method.Weights.BF16, false)));
    for (boolean experts : m.experts() ? List.of(false, true) : List.of(true)) {
      String what = m.experts() ? experts ? ", experts too" : ", all but experts" : "";
      weights.row("int8" + what, Text.gib(bytes(m, Method.Weights.INT8, experts)));
      weights.row("nf4" + what, Text.gib(bytes(m, Method.Weights.NF4, experts)));
      weights.row(
          "nf4 double quantised" + what, Text.gib(bytes(m, Method.Weights.NF4_DQ, experts)));
    }
    Table lora = new Table("LoRA rank", "all-linear", "% of model", "attention only", "bf16 MiB");
    for (int rank : RANKS) {
      long all = adapter(m, rank, LoraTargets.allLinear());
      lora.row(
          "" + rank,
          Text.of("%,d", all),
          Text.of("%.2f", 100.0 * all / m.parameters()),
          Text.of("%,d", adapter(m, rank, LoraTargets.of(List.of("attention")))),
          Text.of("%.1f", all * 2.0 / (1 << 20)));
    }
    return List.of(t, weights, lora).stream()
        .map(x -> markdown ? x.markdown() : x.text())
        .collect(Collectors.joining("\n"));
  }

  private static String layer(Layer l) {
    String window = l.window() == Long.MAX_VALUE ? "" : Text.of(", window %,d tokens", l.window());
    String experts =
        l.linears().stream()
            .filter(m -> m.copies() > 1)
            .findFirst()
            .map(m -> Text.of(", %d experts, %d for a token", m.copies(), m.usedPerToken()))
            .orElse("");
    return Text.of(
        "%d heads, queries %,d, keys %,d, values %,d wide%s; feed-forward %,d wide, %s%s",
        l.heads(),
        l.queryWidth(),
        l.keyWidth(),
        l.valueWidth(),
        window,
        l.width(),
        l.activation() == Layer.Activation.GATED ? "gated" : "plain",
        experts);
  }

  /**
   * Bytes of the weights when the decoder's matrices are stored so and the rest in bf16.
   *
   * @param experts whether fused tensors of experts are stored so too; it depends on the loader
   */
  private static double bytes(ModelShape m, Method.Weights as, boolean experts) {
    double packed = as == Method.Weights.BF16 ? 0 : m.quantisableWeights(experts);
    return packed * as.bytes() + (m.parameters() - packed) * 2;
  }

  private static long adapter(ModelShape m, int rank, LoraTargets targets) {
    return targets.parameters(m, rank, false);
  }

  private static Map<String, Object> tree(ModelShape m, Optional<ModelOrigin> origin) {
    Map<String, Object> tree = ModelText.tree(m);
    tree.put("tiedHead", m.tiedHead());
    tree.put("layerKinds", m.layers().stream().map(ModelsShow::layerTree).toList());
    tree.put("targets", List.copyOf(LoraTargets.modules(m)));
    tree.put("weightBytes", weightBytes(m, false));
    if (m.experts()) {
      tree.put("weightBytesExpertsPacked", weightBytes(m, true));
    }
    tree.put(
        "lora",
        RANKS.stream()
            .map(r ->
                Tree.of(
                    "rank", r,
                    "allLinear", adapter(m, r, LoraTargets.allLinear()),
                    "attention", adapter(m, r, LoraTargets.of(List.of("attention")))))
            .toList());
    tree.put("licence", known(origin.flatMap(ModelOrigin::licence)));
    tree.put("source", known(origin.flatMap(ModelOrigin::source)));
    tree.put("notes", known(origin.flatMap(ModelOrigin::notes)));
    return tree;
  }

  private static Map<String, Object> weightBytes(ModelShape m, boolean experts) {
    return Tree.of(
        "bf16", Math.round(bytes(m, Method.Weights.BF16, experts)),
        "int8", Math.round(bytes(m, Method.Weights.INT8, experts)),
        "nf4", Math.round(bytes(m, Method.Weights.NF4, experts)),
        "nf4-dq", Math.round(bytes(m, Method.Weights.NF4_DQ, experts)));
  }

  private static Object known(Optional<String> text) {
    return text.<Object>map(t -> t).orElse(Output.None.NONE);
  }

  private static Map<String, Object> layerTree(Layer l) {
    return Tree.of(
        "count", l.count(),
        "parameters", l.parameters(),
        "heads", l.heads(),
        "queryWidth", l.queryWidth(),
        "keyWidth", l.keyWidth(),
        "valueWidth", l.valueWidth(),
        "window", l.window() == Long.MAX_VALUE ? Output.None.NONE : (Object) l.window(),
        "feedForwardWidth", l.width(),
        "experts", l.linears().stream().mapToLong(Linear::copies).max().orElse(1));
  }
}
