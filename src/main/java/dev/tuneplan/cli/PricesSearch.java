package dev.tuneplan.cli;

import dev.tuneplan.managed.Provider;
import dev.tuneplan.pricing.Offer;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "search",
    description = "Search GPUs, providers, regions, machines and sources, and managed models.",
    mixinStandardHelpOptions = true)
final class PricesSearch implements Callable<Integer> {
  @Parameters(paramLabel = "TEXT", description = "a part of any of them, in any case")
  private String text = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    List<Offer> all = Home.standard().prices().offers();
    List<Offer> found = all.stream().filter(o -> Matches.in(names(o), text)).toList();
    List<Provider> managed = managed(Home.standard());
    if (found.isEmpty() && !managed.isEmpty()) {
      ProvidersText rates = new ProvidersText(managed, Home.today());
      Main.print(command, output.form().render(rates::text, rates::tree));
      return ExitCode.OK.code;
    }
    if (!managed.isEmpty()) {
      Main.note(command, "managed providers match, too; see 'tuneplan prices providers'");
    }
    if (found.isEmpty()) {
      TreeSet<String> known = new TreeSet<>();
      all.forEach(o -> known.addAll(List.of(o.gpuId(), o.provider(), o.instanceType())));
      Matches.none(command, "offer", text, known);
    }
    Main.print(command, PricesList.text(output.form(), found));
    return ExitCode.OK.code;
  }

  /** Managed providers with the offers that match, by their own name or a model's. */
  private List<Provider> managed(Home home) {
    return home.providers().providers().stream()
        .map(p ->
            p.only(o ->
                Matches.in(
                    String.join("\n", p.id(), p.name(), o.model(), String.join("\n", o.aliases())),
                    text)))
        .filter(p -> !p.offers().isEmpty())
        .toList();
  }

  private static String names(Offer o) {
    return String.join("\n", o.gpuId(), o.provider(), o.region(), o.instanceType(), o.source());
  }
}
