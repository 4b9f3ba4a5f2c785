package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Range;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.spec.SpecReader;
import dev.tuneplan.trainer.TrainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
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
    name = "plan",
    description = {
      "Estimate every way to do a run, rank them by cost, and recommend one.",
      "Options win over the file; without a file, --model and the size of the data are needed.",
      "A trainer's own config takes the place of a run spec with --from."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan plan examples/support-bot.yaml --save plan.yaml",
      "  tuneplan plan --model Qwen/Qwen2.5-7B --method lora --tokens 5000000 --gpu l40s,a10g",
      "  tuneplan plan --from axolotl.yml --from zero3.json --tokens 5000000 --gpus 8"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "SPEC", description = "run spec or saved plan")
  private @Nullable Path file;

  @Mixin private FromOption from = new FromOption();

  @Option(names = "--save", paramLabel = "FILE", description = "write the plan to a file")
  private @Nullable Path save;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output output = Output.table;

  @Option(
      names = "--nearest-hosted",
      description = "also show each managed provider's nearest model")
  private boolean nearestHosted;

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private HardwareOptions hardware = new HardwareOptions();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Optional<TrainerRun> files = files();
    Node tree = files.map(PlanCommand::tree).orElseGet(this::tree);
    Planning p;
    Home home = Home.standard();
    try (ConsoleProgress progress = ConsoleProgress.ofBytes()) {
      p = Planning.of(home, tree, DataCounting.kept(progress));
    }
    ManagedPlan managed = ManagedPlan.of(p, home, nearestHosted);
    Main.print(
        command,
        output.render(
            m -> PlanText.of(p, managed, m) + files.map(r -> FromText.of(r, m)).orElse(""),
            () -> {
              Map<String, Object> printed = tree(p, home, files);
              printed.put("managed", managed.tree());
              return printed;
            }));
    p.notes().forEach(n -> Main.note(command, n));
    if (save != null) {
      write(save, Output.yaml.render(m -> "", () -> tree(p, home, files)));
    }
    return switch (p.plan().verdict()) {
      case DOES_NOT_FIT -> ExitCode.DOES_NOT_FIT.code;
      case OVER -> ExitCode.OVER_BUDGET.code;
      case WITHIN, NO_LIMITS, TIGHT, UNPRICED ->
          policy(p).planned(command) ? ExitCode.OK.code : ExitCode.OVER_BUDGET.code;
    };
  }

  private static BudgetPolicy policy(Planning p) {
    return BudgetPolicy.of(
        p.spec().name(),
        p.spec().launch().project(),
        p.plan().recommended().stream()
            .flatMap(c -> c.usd().stream())
            .mapToDouble(Range::p50)
            .findFirst());
  }

  private Optional<TrainerRun> files() {
    Optional<TrainerConfig> config = from.read();
    if (config.isPresent() && file != null) {
      throw new InvalidInput(
          Place.of("--from"), "", "does not go with the run spec " + file + "; name one of them");
    }
    return config.map(c -> TrainerRun.plan(c, run, hardware));
  }

  private static Node tree(TrainerRun files) {
    return files.spec().tree();
  }

  private static Map<String, Object> tree(Planning p, Home home, Optional<TrainerRun> files) {
    Map<String, Object> tree = PlanTree.of(p, home);
    files.ifPresent(r -> tree.put("from", FromText.tree(r)));
    return tree;
  }

  private Node tree() {
    Node root = file == null ? RunOptions.withoutFile().tree() : SpecReader.open(file);
    Leaves given = Leaves.of(root);
    Leaves all = hardware.over(run.over(given));
    if (file == null && all.values().equals(given.values())) {
      throw new InvalidInput(
          Place.of("command line"),
          "",
          "name a run spec or a trainer's config (--from), or give --model and --tokens");
    }
    return all.values().equals(given.values()) ? root : all.tree();
  }

  private static void write(Path to, String text) throws IOException {
    Path absolute = to.toAbsolutePath();
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
  }
}
