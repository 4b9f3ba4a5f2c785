package dev.tuneplan.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "prices",
    description =
        "List, show, search and import prices of machines with GPUs, and of managed providers.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PricesList.class,
      PricesShow.class,
      PricesSearch.class,
      PricesProviders.class,
      PricesImport.class
    },
    footer = {
      "",
      "Without a command it lists.",
      "Your own: ~/.config/tuneplan/gpu-profiles/offers.csv"
    })
final class PricesCommand implements Callable<Integer> {
  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Main.print(command, PricesList.text(output.form(), Home.standard().prices().offers()));
    return ExitCode.OK.code;
  }
}
