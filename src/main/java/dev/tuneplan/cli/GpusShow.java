package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.gpu.GpuSheet;
import dev.tuneplan.pricing.Offer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Show everything known about one GPU, and its cheapest offers.",
    mixinStandardHelpOptions = true)
final class GpusShow implements Callable<Integer> {
  private static final int FEW = 8;

  @Parameters(paramLabel = "ID", description = "a GPU's id; see 'tuneplan gpus list'")
  private String id = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Home home = Home.standard();
    Place line = Place.of("command line");
    GpuProfile gpu = home.gpus().find(id, line);
    GpuSheet sheet = home.gpus().sheet(id, line);
    List<Offer> offers =
        home.prices().offers().stream()
            .filter(o -> o.gpuId().equals(gpu.id()))
            .sorted(OfferText.CHEAPEST)
            .toList();
    Main.print(
        command,
        output.form().render(md -> text(gpu, sheet, offers, md), () -> tree(gpu, sheet, offers)));
    return ExitCode.OK.code;
  }

  private static String text(GpuProfile g, GpuSheet s, List<Offer> offers, boolean markdown) {
    Table t = new Table("field", "value");
    t.row("id", g.id());
    t.row("name", g.name());
    t.row("vendor", s.vendor().orElse("unknown"));
    t.row("architecture", g.architecture());
    t.row("compute capability", s.computeCapability().orElse("unknown"));
    t.row("form factor", s.formFactor().orElse("unknown"));
    t.row("memory", Text.of("%.4g GiB nominal, %.4g GiB usable", g.nominalGiB(), g.usableGiB()));
    t.row("memory bandwidth", Text.of("%.0f GB/s", g.bandwidth() / 1e9));
    s.peakTflops().forEach((format, rate) -> t.row("dense peak " + format, rate(format, rate)));
    t.row("computes in bf16", g.bf16() ? "yes" : "no");
    t.row(
        "link between GPUs",
        Text.of(
            "%.0f GB/s each way, %s", g.link() / 1e9, g.fastLink() ? "NVLink or alike" : "PCIe"));
    t.row("PCIe generation", number(s.pcieGeneration(), ""));
    t.row("board power", number(s.tdpWatts(), " W"));
    t.row(
        "efficiency in training",
        Text.of(
            "%.0f %% of the peak, %.0f %% of the bandwidth",
            100 * g.matmulEfficiency(), 100 * g.bandwidthEfficiency()));
    t.row(
        "efficiency from",
        s.efficiencySource().orElse("unknown")
            + s.efficiencyGrade().map(x -> " (grade " + x + ")").orElse(""));
    t.row(
        "node labels",
        g.productLabels().isEmpty() ? "unknown" : String.join(", ", g.productLabels()));
    t.row("source", g.source());
    s.notes().ifPresent(n -> t.row("notes", n));
    return (markdown ? t.markdown() : t.text()) + "\n" + offers(g, offers, markdown);
  }

  private static String offers(GpuProfile g, List<Offer> offers, boolean markdown) {
    if (offers.isEmpty()) {
      return "No offer is known: " + g.id() + " is unpriced.\n";
    }
    String more =
        offers.size() > FEW
            ? Text.of("%d more: tuneplan prices list --gpu %s%n", offers.size() - FEW, g.id())
            : "";
    return OfferText.table(offers.stream().limit(FEW).toList(), markdown) + more;
  }

  private static String rate(String format, double rate) {
    return Text.of("%s %s", plain(rate), format.startsWith("int") ? "TOP/s" : "TFLOP/s");
  }

  private static String number(OptionalDouble value, String unit) {
    return value.isPresent() ? plain(value.getAsDouble()) + unit : "unknown";
  }

  private static String plain(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  private static Map<String, Object> tree(GpuProfile g, GpuSheet s, List<Offer> offers) {
    Map<String, Object> tree = GpuText.tree(g);
    tree.put("vendor", known(s.vendor()));
    tree.put("formFactor", known(s.formFactor()));
    tree.put("computeCapability", known(s.computeCapability()));
    tree.put("tdpWatts", known(s.tdpWatts()));
    tree.put("densePeakTflops", s.peakTflops());
    tree.put("linkGBpsBothWays", known(s.linkGBps()));
    tree.put("pcieGeneration", known(s.pcieGeneration()));
    tree.put("efficiencyGrade", known(s.efficiencyGrade()));
    tree.put("efficiencySource", known(s.efficiencySource()));
    tree.put("notes", known(s.notes()));
    tree.put("offers", offers.stream().map(OfferText::tree).toList());
    return tree;
  }

  private static Object known(Optional<String> text) {
    return text.<Object>map(t -> t).orElse(Output.None.NONE);
  }

  private static Object known(OptionalDouble value) {
    return value.isPresent() ? (Object) value.getAsDouble() : Output.None.NONE;
  }
}
