package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.ends.RunEnds;
import dev.tuneplan.kube.runs.ClusterRuns;
import java.io.IOException;
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
    name = "watch",
    description = {
      "Follow a run: state, steps, loss, speed against the plan, money so far.",
      "One screen on a terminal; a line for each change elsewhere; -o json: one object a line.",
      "Without RUN: all runs of a namespace, or with -A of a cluster, and how each ends.",
      "Budgets are looked at meanwhile, and alerts told once (docs/budgets.md)."
    },
    footer = {
      "",
      "Going away with Ctrl-C leaves the run as it is. Exit codes: 0 finished, 6 ended otherwise."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "its id, the beginning of it, or its name")
  private @Nullable String name;

  @Option(names = "--once", description = "say how it stands, and end")
  private boolean once;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "without RUN: of the cluster")
  private boolean everywhere;

  @Mixin private RunPlaces places = new RunPlaces();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (name == null) {
      return all();
    }
    FoundRun run = places.find(name);
    Optional<Screen> screen =
        output.form() == Output.table ? Watching.terminal() : Optional.empty();
    if (once) {
      RunView view = RunView.of(run.status());
      Main.print(
          command,
          output.form().render(m -> RunText.screen(view, screen.orElse(Screen.NONE)), view::tree));
      return view.state().live() ? ExitCode.OK.code : view.exit().code;
    }
    return Watching.of(command, output.form(), screen).follow(run).exit().code;
  }

  /** Until somebody ends it. */
  private int all() throws InterruptedException {
    if (once) {
      throw new InvalidInput(
          Place.of("--once"), "", "needs a RUN; 'tuneplan runs' says how all of them stand");
    }
    ClusterConfig.Connection to = places.cluster().config().connect();
    Optional<String> namespace =
        everywhere ? Optional.empty() : Optional.of(places.cluster().namespace(to));
    EndsText text =
        new EndsText(t -> Main.print(command, t), t -> Main.note(command, t), output.form());
    WatchedRuns runs = WatchedRuns.all(new ClusterRuns(to.api(), namespace));
    try (RunEnds ends = RunEnds.follow(to.api(), namespace, text);
        BudgetWatch _ = BudgetWatch.begin(runs, t -> Main.note(command, t))) {
      ends.await();
    }
    return ExitCode.OK.code;
  }
}
