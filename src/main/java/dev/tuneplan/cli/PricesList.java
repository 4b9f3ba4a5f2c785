package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problem;
import dev.tuneplan.pricing.Offer;
import dev.tuneplan.pricing.OfferFilter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List offers by GPU, the cheapest first.",
    mixinStandardHelpOptions = true)
final class PricesList implements Callable<Integer> {
  private static final Place LINE = Place.of("command line");

  @Option(names = "--gpu", paramLabel = "ID", description = "only of this GPU")
  private @Nullable String gpu;

  @Option(names = "--provider", paramLabel = "P", description = "only of this provider; may repeat")
  private List<String> providers = List.of();

  @Option(names = "--region", paramLabel = "R", description = "only in this region; may repeat")
  private List<String> regions = List.of();

  @Option(names = "--spot", description = "only spot offers")
  private boolean spot;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Home home = Home.standard();
    List<Offer> all = home.prices().offers();
    OfferFilter filter =
        new OfferFilter(spot ? OfferFilter.Kind.SPOT : OfferFilter.Kind.BOTH, providers, regions);
    List<Problem> unknown =
        filter.unknownNames(all).stream().map(u -> new Problem(LINE, u.name(), u.rule())).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInput(unknown);
    }
    String only = gpu == null ? "" : home.gpus().find(gpu, LINE).id();
    List<Offer> found =
        filter.of(all).stream().filter(o -> only.isEmpty() || o.gpuId().equals(only)).toList();
    if (found.isEmpty()) {
      Main.note(command, "no offer matches" + (only.isEmpty() ? "" : ": " + only + " is unpriced"));
    }
    Main.print(command, text(output.form(), found));
    return ExitCode.OK.code;
  }

  static String text(Output form, List<Offer> offers) {
    List<Offer> sorted =
        offers.stream()
            .sorted(Comparator.comparing(Offer::gpuId).thenComparing(OfferText.CHEAPEST))
            .toList();
    return form.render(
        markdown -> sorted.isEmpty() ? "" : OfferText.table(sorted, markdown),
        () -> Tree.of("offers", sorted.stream().map(OfferText::tree).toList()));
  }
}
