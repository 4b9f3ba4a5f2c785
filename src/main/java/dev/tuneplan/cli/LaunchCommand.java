package dev.tuneplan.cli;

import dev.tuneplan.launch.DoesNotFit;
import dev.tuneplan.launch.LaunchPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "launch",
    description = {
      "Run a saved plan: in a cluster as a Kubernetes Job, or on this machine.",
      "The same plan launched twice is one run. docs/launch.md says more."
    },
    footer = {
      "",
      "Exit codes: 0 finished (with --detach: started), 6 the run ended otherwise.",
      "In a cluster the command ends when the run is made; --watch waits for its end.",
      "Local: Ctrl-C ends the run with a checkpoint; with --detach it goes on.",
      "While it waits, budgets are looked at, and alerts told once (docs/budgets.md).",
      "More of it: docs/launch.md.",
      "",
      "Examples:",
      "  tuneplan plan run.yaml --save plan.yaml",
      "  tuneplan launch plan.yaml -n ml --watch",
      "  tuneplan launch plan.yaml --hold --yes",
      "  tuneplan launch plan.yaml --target local",
      "  tuneplan launch plan.yaml --target local --yes --detach",
      "  tuneplan launch plan.yaml --target local --again"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LaunchCommand implements Callable<Integer> {
  /** Where plans are launched. */
  enum Target {
    cluster,
    local
  }

  @Parameters(paramLabel = "PLAN", description = "a plan saved with 'tuneplan plan SPEC --save'")
  private Path file = Path.of("plan.yaml");

  @Option(
      names = "--target",
      defaultValue = "cluster",
      description = "where: ${COMPLETION-CANDIDATES} (default: cluster)")
  private Target target = Target.cluster;

  @Mixin private LaunchOptions options = new LaunchOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      LaunchPlan plan = LaunchPlan.read(file);
      return switch (target) {
        case cluster -> new KubeLaunch(Home.standard(), cluster, options, command).of(plan).code;
        case local ->
            new LocalLaunch(Home.runs(), options, command).of(plan, Files.readString(file)).code;
      };
    } catch (DoesNotFit e) {
      Main.note(command, String.valueOf(e.getMessage()));
      return ExitCode.DOES_NOT_FIT.code;
    }
  }
}
