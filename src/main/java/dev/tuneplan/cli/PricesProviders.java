package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.managed.Provider;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "providers",
    description = {
      "What managed providers charge for fine-tuning and for fine-tuned models, and whether",
      "they still train."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Your own: ~/.config/tuneplan/provider-prices (provider-prices/README.md)"})
final class PricesProviders implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "PROVIDER",
      description = "only these, such as openai (default: all)")
  private List<String> names = List.of();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Home home = Home.standard();
    List<Provider> all =
        names.isEmpty()
            ? home.providers().providers()
            : names.stream()
                .map(n -> home.providers().find(n, Place.of("command line")))
                .distinct()
                .toList();
    ProvidersText text = new ProvidersText(all, Home.today());
    Main.print(command, output.form().render(text::text, text::tree));
    return ExitCode.OK.code;
  }
}
