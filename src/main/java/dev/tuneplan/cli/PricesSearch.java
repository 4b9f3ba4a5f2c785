package dev.tuneplan.cli;

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
    description = "Search GPUs, providers, regions, machine names and sources.",
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
    if (found.isEmpty()) {
      TreeSet<String> known = new TreeSet<>();
      all.forEach(o -> known.addAll(List.of(o.gpuId(), o.provider(), o.instanceType())));
      Matches.none(command, "offer", text, known);
    }
    Main.print(command, PricesList.text(output.form(), found));
    return ExitCode.OK.code;
  }

  private static String names(Offer o) {
    return String.join("\n", o.gpuId(), o.provider(), o.region(), o.instanceType(), o.source());
  }
}
