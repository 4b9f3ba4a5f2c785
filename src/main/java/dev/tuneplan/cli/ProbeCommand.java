package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Range;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.launch.DoesNotFit;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "probe",
    description = {
      "Run a saved plan on this machine for some steps, and say how fast it really is.",
      "The plan is written anew with the measured speed, and hours and cost that follow."
    },
    footer = {
      "",
      "Exit codes: 0 measured, 6 it ended before there was anything to measure.",
      "",
      "Example:",
      "  tuneplan probe plan.yaml --save probed.yaml && tuneplan launch probed.yaml"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PLAN", description = "a plan saved with 'tuneplan plan SPEC --save'")
  private Path file = Path.of("plan.yaml");

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "30",
      description = "end it after so many steps (default: 30)")
  private long steps = 30;

  @Option(
      names = "--drop",
      paramLabel = "N",
      defaultValue = "10",
      description = "of which the first do not count (default: 10)")
  private long drop = 10;

  @Option(
      names = "--least",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Span.class,
      description = "go on until those that count took so long (default: 30s)")
  private Duration least = Duration.ofSeconds(30);

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "where the plan is written (default: the plan's own file)")
  private @Nullable Path save;

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (drop < 1 || steps <= drop) {
      throw new InvalidInput(
          Place.of("--steps"),
          "",
          "must be above --drop, and that >= 1 (was " + steps + ", " + drop + ")");
    }
    try {
      return probe().code;
    } catch (DoesNotFit e) {
      Main.note(command, String.valueOf(e.getMessage()));
      return ExitCode.DOES_NOT_FIT.code;
    }
  }

  private ExitCode probe() throws IOException, InterruptedException {
    Node root = YamlFiles.read(file);
    LaunchPlan plan = LaunchPlan.of(root);
    Runs runs = Home.runs();
    LocalRun run =
        LocalRun.of(plan.apart(UUID.randomUUID().toString()), runs, Duration.ofSeconds(30), false);
    Path folder = runs.folder(run.plan().id().hex());
    List<LocalChecks.Finding> findings = LocalChecks.of(run, folder);
    Main.note(command, LocalText.of(run, folder, findings).stripTrailing());
    if (findings.stream().anyMatch(LocalChecks.Finding::fault)
        || (!yes && !Agreement.asked(command))) {
      Main.note(command, "nothing was started");
      return ExitCode.FAILED;
    }
    Optional<Probing.Probed> probed =
        new Probing(runs, steps, drop, least).run(run, Files.readString(file));
    if (probed.isEmpty() || probed.get().rate().isEmpty()) {
      Main.note(
          command,
          probed
                  .flatMap(p -> p.attempt().why())
                  .map(why -> "it ended before there was anything to measure: " + why)
                  .orElse("the wrapper did not start")
              + "; its output: tuneplan logs "
              + run.plan().id().hex());
      return ExitCode.RUN_FAILED;
    }
    ProbedPlan anew =
        new ProbedPlan(
            plan,
            probed.get().rate().get(),
            probed.get().peakMiB(),
            LocalDate.now(Home.clock()).toString());
    write(anew.tree(root), anew);
    return ExitCode.OK;
  }

  private void write(Map<String, Object> tree, ProbedPlan anew) throws IOException {
    Path to = (save == null ? file : save).toAbsolutePath();
    Path part = to.resolveSibling(to.getFileName() + ".part");
    Files.writeString(part, Output.yaml.render(m -> "", () -> tree));
    Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    Main.print(command, output.form().render(m -> text(tree, anew, m), () -> probed(tree)));
    Main.note(command, "written: " + (save == null ? file : save));
  }

  private static Map<String, Object> probed(Map<String, Object> tree) {
    return Tree.of(
        "probe", tree.getOrDefault("probe", Map.of()),
        "recommended", tree.getOrDefault("recommended", Map.of()));
  }

  private static String text(Map<String, Object> tree, ProbedPlan anew, boolean markdown) {
    Map<?, ?> probe = tree.get("probe") instanceof Map<?, ?> m ? m : Map.of();
    double estimated =
        probe.get("tokensPerSecondEstimated") instanceof Number n ? n.doubleValue() : 0;
    Range speed = anew.tokensPerSecond();
    Range hours = anew.hours(estimated / anew.plan().chosen().gpus());
    Table table =
        new Table("", "estimated", "measured")
            .row(
                "tokens/s",
                Text.of("%,.0f", estimated),
                Text.of("%,.0f (%,.0f - %,.0f)", speed.p50(), speed.p10(), speed.p90()))
            .row("time", Text.hours(anew.plan().forecast().hours()), Text.hours(hours));
    Optional<Range> usd = anew.usd(hours);
    if (usd.isPresent()) {
      Range before = anew.plan().forecast().usd().orElseThrow();
      table.row("cost", money(before), money(usd.get()));
    }
    if (anew.peakMiB().isPresent()) {
      table.row("GPU memory", "", Text.of("%.1f GiB at most", anew.peakMiB().getAsDouble() / 1024));
    }
    return (markdown ? table.markdown() : table.text())
        + Text.of(
            "%d steps in %.1f s; tokens of a step are %s.%n",
            anew.rate().steps(),
            anew.rate().seconds(),
            anew.rate().tokensPerStep().isPresent() ? "the trainer's count" : "the plan's");
  }

  private static String money(Range usd) {
    return Text.usd(usd.p10()) + " - " + Text.usd(usd.p90());
  }
}
