package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.economics.MonteCarlo;
import dev.tuneplan.economics.Weighing;
import dev.tuneplan.economics.show.CostChart;
import dev.tuneplan.economics.show.CostPage;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.spec.SpecReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "breakeven",
    description = {
      "Say when fine-tuning pays, and what must be true for it.",
      "With managed providers and on your own machines, against the model that answers today; with"
          + " people's time."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan breakeven examples/replace-gpt-4o.yaml --html pays.html",
      "  tuneplan breakeven --model gpt-4o-mini --examples 1000 --tokens-per-example 500 \\",
      "    --current gpt-4o --calls-per-day 50000 --input 200 --output-tokens 80",
      "",
      "docs/economics.md says how it is computed, and what published claims come to."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class BreakevenCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "SPEC", description = "run spec with traffic")
  private @Nullable Path file;

  @Mixin private TrafficOptions traffic = new TrafficOptions();

  @Option(
      names = "--experiment-usd",
      paramLabel = "USD",
      split = ",",
      description = "what each experiment costs, in place of the providers' rates")
  private List<String> experimentUsd = new ArrayList<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of the draws of what may come of it (default: 1)")
  private long seed = 1;

  @Option(names = "--draws", defaultValue = "1000", description = "how many (default: 1000)")
  private int draws = 1000;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page with a chart, too")
  private @Nullable Path html;

  @Option(names = "--svg", paramLabel = "FILE", description = "write the chart, too")
  private @Nullable Path svg;

  @Mixin private OutputOption output = new OutputOption();

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private HardwareOptions hardware = new HardwareOptions();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if (draws < 1 || draws > 1_000_000) {
      throw new InvalidInput(Place.of("--draws"), "", "must be 1..1000000 (was " + draws + ")");
    }
    Weighing w;
    try (ConsoleProgress progress = ConsoleProgress.ofBytes()) {
      w =
          Weigher.weigh(
              Home.standard(),
              tree(file, run, hardware, traffic),
              DataCounting.kept(progress),
              experiments());
    }
    MonteCarlo chance = new MonteCarlo(seed, draws, w.people().low(), w.people().high());
    BreakevenText text = new BreakevenText(w, chance);
    if (html != null) {
      Files.writeString(html, CostPage.html(w, text.text(false)));
    }
    if (svg != null) {
      Files.writeString(svg, CostChart.svg(w));
    }
    Main.print(
        command, output.form().render(text::text, () -> new BreakevenTree(w, chance).tree()));
    return ExitCode.OK.code;
  }

  /** A spec with the line's options over it; without a file, the options alone. */
  static Node tree(
      @Nullable Path file, RunOptions run, HardwareOptions hardware, TrafficOptions traffic) {
    Node root = file == null ? RunOptions.withoutFile().tree() : SpecReader.open(file);
    Leaves given = Leaves.of(root);
    Leaves all = traffic.over(hardware.over(run.over(given)));
    if (file == null && all.values().equals(given.values())) {
      throw new InvalidInput(
          Place.of("command line"), "", "name a run spec, or give --model, data and traffic");
    }
    return all.values().equals(given.values()) ? root : all.tree();
  }

  private Optional<BigDecimal> experiments() {
    if (experimentUsd.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (String usd : experimentUsd) {
      try {
        BigDecimal one = new BigDecimal(usd.strip());
        if (one.signum() < 0) {
          throw new NumberFormatException("negative");
        }
        sum = sum.add(one);
      } catch (NumberFormatException e) {
        throw new InvalidInput(
            Place.of("--experiment-usd"),
            "",
            "must be amounts in USD of at least 0, such as 4.50,8.00 (was '" + usd + "')");
      }
    }
    return Optional.of(sum);
  }
}
