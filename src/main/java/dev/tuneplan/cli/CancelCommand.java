package dev.tuneplan.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "cancel",
    description = {
      "End a run: SIGTERM, a checkpoint where the trainer can be asked for one, then SIGKILL.",
      "It can be gone on with: tuneplan launch PLAN --again.",
      "In a cluster a Job that runs stays, with what it came to; one that waits is deleted."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  private static final String NOTHING = "nothing to end: ";

  @Parameters(paramLabel = "RUN", description = "its id, the beginning of it, or its name")
  private String name = "";

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Span.class,
      description =
          "local: kill it when it has not ended by then; cluster: wait no longer (default: 10m)")
  private Duration patience = Duration.ofMinutes(10);

  @Mixin private RunPlaces places = new RunPlaces();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return switch (places.find(name)) {
      case FoundRun.Local local -> here(local).code;
      case FoundRun.Cluster there -> inCluster(there).code;
    };
  }

  private ExitCode here(FoundRun.Local run) throws IOException, InterruptedException {
    boolean ended = new Cancelling(run.runs(), patience).cancel(run.run().id());
    RunView view = RunView.of(run.status());
    Main.print(command, (ended ? "" : NOTHING) + RunText.line(view) + "\n");
    return view.state().live() ? ExitCode.FAILED : ExitCode.OK;
  }

  private ExitCode inCluster(FoundRun.Cluster run) throws IOException, InterruptedException {
    // looked at before it is asked to end: its pods go, and what they said with them
    try (Following following = run.follow()) {
      RunView before = RunView.of(following.now());
      if (!before.state().live()) {
        Main.print(command, NOTHING + RunText.line(before) + "\n");
        return ExitCode.OK;
      }
      run.runs().cancel(run.run(), run.runs().api().user().orElse("somebody"));
      Main.note(command, run.run().word() + " is asked to end; Ctrl-C does not change that");
      long end = System.nanoTime() + patience.toNanos();
      RunView view = Watching.lines(command).follow(following, () -> System.nanoTime() - end > 0);
      if (view.state().live()) {
        Main.note(command, "it is still ending; Kubernetes kills it after its grace period");
        return ExitCode.FAILED;
      }
      return ExitCode.OK;
    }
  }
}
