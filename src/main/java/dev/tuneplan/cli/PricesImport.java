package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.managed.LiteLlmPrices;
import dev.tuneplan.pricing.NameRule;
import dev.tuneplan.pricing.PriceFile;
import dev.tuneplan.pricing.PriceFormat;
import dev.tuneplan.pricing.PriceImport;
import dev.tuneplan.pricing.PriceUpdate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = "Take prices of a public catalogue into your own price list.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Reads skypilot-catalog's vms.csv, gpuhunt's CSV, and OpenCost's custom pricing",
      "as CSV, JSON or Helm values, and LiteLLM's price list. Rows that are left out or taken with"
          + " care are",
      "counted by reason; -v lists them. Writes offers.csv in",
      "~/.config/tuneplan/gpu-profiles, whose lines win over the shipped ones; lines",
      "of a later date stay. What a provider calls a GPU can be kept in names.csv",
      "beside it. LiteLLM's model_prices_and_context_window.json holds rates of managed",
      "models and of their fine-tunes; it goes to ~/.config/tuneplan/provider-prices as",
      "<provider>.imported.yaml, written anew; your own files win over it.",
      "Doing an import twice changes nothing more."
    })
final class PricesImport implements Callable<Integer> {
  private static final Place LINE = Place.of("command line");
  private static final String AUTO = "auto";
  private static final String LITELLM = "litellm";

  @Parameters(paramLabel = "FILE", description = "the catalogue, unpacked")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      defaultValue = AUTO,
      description =
          "skypilot, gpuhunt, opencost, litellm or auto (default: auto, by what is in it)")
  private String format = AUTO;

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "when the prices were read; without it they are undated")
  private @Nullable String date;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "whose prices they are (default: as the path says)")
  private @Nullable String provider;

  @Option(
      names = "--gpu",
      paramLabel = "NAME=ID",
      description = "what a name means where the file leaves it open; may repeat")
  private Map<String, String> gpus = new LinkedHashMap<>();

  @Option(names = "--dry-run", description = "write nothing")
  private boolean dryRun;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Home home = Home.standard();
    Optional<Node> models = liteLlm();
    if (models.isPresent()) {
      LiteLlmImport done =
          LiteLlmImport.of(
              file,
              models.get(),
              home.userProviders(),
              Optional.ofNullable(date).map(this::day),
              dryRun);
      Main.print(
          command, output.form().render(md -> done.text(md, Main.verbose(command)), done::tree));
      return done.empty() ? ExitCode.FAILED.code : ExitCode.OK.code;
    }
    PriceImport read = PriceImport.read(file, request(home), home.knownPrices());
    Path list = home.userPrices();
    PriceUpdate update = PriceUpdate.of(PriceFile.read(list), read.rows());
    boolean write = update.changes() && !dryRun;
    if (write) {
      PriceFile.write(list, update.rows());
    }
    ImportText text = new ImportText(file, list, read, update, write);
    Main.print(
        command,
        output.form().render(md -> text.text(md, Main.verbose(command), dryRun), text::tree));
    return read.rows().isEmpty() ? ExitCode.FAILED.code : ExitCode.OK.code;
  }

  /** LiteLLM's list, when that is asked for or what the file is. */
  private Optional<Node> liteLlm() {
    boolean asked = format.equalsIgnoreCase(LITELLM);
    if (!asked && !(format.equalsIgnoreCase(AUTO) && file.toString().endsWith(".json"))) {
      return Optional.empty();
    }
    Node root = YamlFiles.read(file);
    return asked || LiteLlmPrices.looks(root) ? Optional.of(root) : Optional.empty();
  }

  private PriceImport.Request request(Home home) {
    List<NameRule> names =
        gpus.entrySet().stream()
            .map(e -> NameRule.given(e.getKey(), home.gpus().find(e.getValue(), LINE).id()))
            .toList();
    return new PriceImport.Request(
        format(), Optional.ofNullable(provider), Optional.ofNullable(date).map(this::day), names);
  }

  private Optional<PriceFormat> format() {
    List<String> words =
        Stream.concat(
                Arrays.stream(PriceFormat.values()).map(PriceFormat::word), Stream.of(LITELLM))
            .toList();
    if (format.equalsIgnoreCase(AUTO)) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(PriceFormat.values())
            .filter(f -> f.word().equalsIgnoreCase(format))
            .findFirst()
            .orElseThrow(() ->
                new InvalidInput(
                    LINE,
                    "--format",
                    "must be "
                        + String.join(", ", words)
                        + " or auto (was '"
                        + format
                        + "')"
                        + Suggestion.clause(format, words))));
  }

  private String day(String text) {
    try {
      return LocalDate.parse(text).toString();
    } catch (DateTimeException e) {
      throw new InvalidInput(
          LINE, "--date", "must be a day such as 2026-09-25 (was '" + text + "')");
    }
  }
}
