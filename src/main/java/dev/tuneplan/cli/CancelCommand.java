package dev.tuneplan.cli;

import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "cancel",
    description = {
      "End a run: SIGTERM, a checkpoint where the trainer can be asked for one, then SIGKILL.",
      "It can be gone on with: tuneplan launch PLAN --again."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "its id, the beginning of it, or its name")
  private String name = "";

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Span.class,
      description = "kill it when it has not ended by itself then (default: 10m)")
  private Duration patience = Duration.ofMinutes(10);

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Runs runs = Home.runs();
    RunRecord run = RunNames.find(runs, name);
    boolean ended = new Cancelling(runs, patience).cancel(run.id());
    RunView view = RunView.of(runs, run);
    Main.print(command, (ended ? "" : "nothing to end: ") + RunText.line(view) + "\n");
    return view.state().live() ? ExitCode.FAILED.code : ExitCode.OK.code;
  }
}
