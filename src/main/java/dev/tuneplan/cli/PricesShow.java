package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.pricing.Offer;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Show what one GPU costs with each provider, of what date, and who says so.",
    mixinStandardHelpOptions = true)
final class PricesShow implements Callable<Integer> {
  @Parameters(paramLabel = "GPU", description = "a GPU's id; see 'tuneplan gpus list'")
  private String id = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Home home = Home.standard();
    String gpu = home.gpus().find(id, Place.of("command line")).id();
    List<Offer> offers =
        home.prices().offers().stream().filter(o -> o.gpuId().equals(gpu)).toList();
    if (offers.isEmpty()) {
      Main.note(command, "no offer is known: " + gpu + " is unpriced");
    }
    Main.print(command, output.form().render(md -> text(gpu, offers, md), () -> tree(gpu, offers)));
    return ExitCode.OK.code;
  }

  private static Map<String, List<Offer>> byProvider(List<Offer> offers) {
    return offers.stream()
        .collect(Collectors.groupingBy(Offer::provider, TreeMap::new, Collectors.toList()));
  }

  private static Optional<BigDecimal> lowest(List<Offer> offers, boolean spot) {
    return offers.stream()
        .filter(o -> o.spot() == spot)
        .map(OfferText::perGpu)
        .min(Comparator.naturalOrder());
  }

  private static Optional<BigDecimal> highest(List<Offer> offers, boolean spot) {
    return offers.stream()
        .filter(o -> o.spot() == spot)
        .map(OfferText::perGpu)
        .max(Comparator.naturalOrder());
  }

  private static String span(List<Offer> offers, boolean spot) {
    Optional<BigDecimal> low = lowest(offers, spot);
    Optional<BigDecimal> high = highest(offers, spot);
    if (low.isEmpty() || high.isEmpty()) {
      return "unpriced";
    }
    String from = OfferText.usd(low.get());
    return low.equals(high) ? from : from + " - " + OfferText.usd(high.get());
  }

  private static Stream<String> dates(List<Offer> offers) {
    return offers.stream().map(Offer::date).distinct().sorted();
  }

  private static String text(String gpu, List<Offer> offers, boolean markdown) {
    if (offers.isEmpty()) {
      return "";
    }
    Table t = new Table("provider", "offers", "on demand USD/GPU-h", "spot USD/GPU-h", "dates");
    byProvider(offers)
        .forEach((provider, of) ->
            t.row(
                provider,
                "" + of.size(),
                span(of, false),
                span(of, true),
                dates(of).collect(Collectors.joining(", "))));
    StringBuilder out = new StringBuilder(gpu).append(" per GPU and hour\n\n");
    out.append(markdown ? t.markdown() : t.text()).append("\nSources:\n");
    byProvider(offers)
        .forEach((provider, of) ->
            of.stream()
                .map(Offer::source)
                .distinct()
                .sorted()
                .forEach(s -> out.append("- " + provider + ": " + s + "\n")));
    return out.toString();
  }

  private static Map<String, Object> tree(String gpu, List<Offer> offers) {
    return Tree.of(
        "gpu",
        gpu,
        "providers",
        byProvider(offers).entrySet().stream()
            .map(e ->
                Tree.of(
                    "provider", e.getKey(),
                    "offers", e.getValue().size(),
                    "onDemandUsdPerGpuHour", lowestOf(e.getValue(), false),
                    "spotUsdPerGpuHour", lowestOf(e.getValue(), true),
                    "dates", dates(e.getValue()).toList()))
            .toList(),
        "offers",
        offers.stream().sorted(OfferText.CHEAPEST).map(OfferText::tree).toList());
  }

  private static Object lowestOf(List<Offer> offers, boolean spot) {
    return lowest(offers, spot)
        .<Object>map(low ->
            Tree.of(
                "lowest", low.toPlainString(),
                "highest", highest(offers, spot).orElse(low).toPlainString()))
        .orElse("unpriced");
  }
}
