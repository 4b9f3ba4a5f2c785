package dev.tuneplan.cli;

import java.io.IOException;
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
      "One screen on a terminal; a line for each change elsewhere; -o json: one object a line."
    },
    footer = {
      "",
      "Going away with Ctrl-C leaves the run as it is. Exit codes: 0 finished, 6 ended otherwise."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "its id, the beginning of it, or its name")
  private String name = "";

  @Option(names = "--once", description = "say how it stands, and end")
  private boolean once;

  @Mixin private RunPlaces places = new RunPlaces();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    FoundRun run = places.find(name);
    if (once) {
      RunView view = RunView.of(run.status());
      Main.print(command, output.form().render(m -> RunText.screen(view), view::tree));
      return view.state().live() ? ExitCode.OK.code : view.exit().code;
    }
    boolean screen = output.form() == Output.table && Watching.terminal();
    return Watching.of(command, output.form(), screen)
        .follow(run.follow(), () -> false)
        .exit()
        .code;
  }
}
