package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
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
      "Run a saved plan. The same plan launched twice is one run.",
      "--target local: a process on this machine, with the same wrapper as in a cluster."
    },
    footer = {
      "",
      "Exit codes: 0 finished (with --detach: started), 6 the run ended otherwise.",
      "Ctrl-C ends the run with a checkpoint; with --detach it goes on. More of it:",
      "docs/launch.md.",
      "",
      "Examples:",
      "  tuneplan plan run.yaml --save plan.yaml",
      "  tuneplan launch plan.yaml --target local",
      "  tuneplan launch plan.yaml --target local --yes --detach",
      "  tuneplan launch plan.yaml --target local --again"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LaunchCommand implements Callable<Integer> {
  /** Where plans are launched. */
  enum Target {
    local
  }

  @Parameters(paramLabel = "PLAN", description = "a plan saved with 'tuneplan plan SPEC --save'")
  private Path file = Path.of("plan.yaml");

  @Option(names = "--target", description = "where: ${COMPLETION-CANDIDATES}")
  private @Nullable Target target;

  @Mixin private LaunchOptions options = new LaunchOptions();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (target == null) {
      throw new InvalidInput(
          Place.of("--target"),
          "",
          "launching in a cluster is to come; --target local runs the plan on this machine, and"
              + " 'tuneplan render PLAN' prints its manifests");
    }
    try {
      LaunchPlan plan = LaunchPlan.read(file);
      return switch (target) {
        case local ->
            new LocalLaunch(Home.runs(), options, command).of(plan, Files.readString(file)).code;
      };
    } catch (DoesNotFit e) {
      Main.note(command, String.valueOf(e.getMessage()));
      return ExitCode.DOES_NOT_FIT.code;
    }
  }
}
