package dev.tuneplan.cli;

import dev.tuneplan.agent.Signals;
import dev.tuneplan.agent.process.Processes;
import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.base.Range;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.runs.Launching;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunState;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Launches plans on this machine. */
record LocalLaunch(Runs runs, LaunchOptions options, @Nullable CommandSpec command) {

  /**
   * Launches a plan, and without --detach follows it to its end.
   *
   * @param text the plan's file
   */
  ExitCode of(LaunchPlan plan, String text) throws IOException, InterruptedException {
    LocalRun run = LocalRun.of(plan, runs, options.grace(), options.detach());
    Optional<RunView> settled = settled(plan.id().hex());
    return settled.isPresent() ? there(settled.get()) : launched(run, text);
  }

  /** A run that is there already: nothing has to be asked. */
  private Optional<RunView> settled(String id) throws IOException {
    Optional<RunRecord> known = runs.find(id);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    RunView view = RunView.of(runs, known.get());
    boolean open = view.state() == RunState.LOST || (options.again() && !view.state().live());
    return open ? Optional.empty() : Optional.of(view);
  }

  private ExitCode there(RunView view) {
    Main.print(command, RunText.line(view) + "\n");
    Main.note(
        command,
        "this plan "
            + (view.state().live() ? "runs already" : "was run")
            + "; "
            + RunText.next(view));
    return view.state().live() ? ExitCode.OK : view.exit();
  }

  private ExitCode launched(LocalRun run, String text) throws IOException, InterruptedException {
    String id = run.plan().id().hex();
    List<LocalChecks.Finding> findings = LocalChecks.of(run, runs.folder(id));
    Main.print(command, LocalText.of(run, runs.folder(id), findings));
    if (findings.stream().anyMatch(LocalChecks.Finding::fault)) {
      return ExitCode.FAILED;
    }
    if (!policy(run).launched(command, id, options.overBudget())) {
      return ExitCode.OVER_BUDGET;
    }
    if (!options.yes() && !Agreement.asked(command)) {
      Main.note(command, "nothing was started");
      return ExitCode.FAILED;
    }
    runs.create(run.record(), run.files(text));
    RunRecord made = runs.find(id).orElseThrow();
    return switch (new Launching(runs).decide(id, options.again())) {
      case Launching.Decision.Begin begin -> begun(run, made, begin);
      case Launching.Decision.Runs _, Launching.Decision.Ended _ -> there(RunView.of(runs, made));
    };
  }

  private static BudgetPolicy policy(LocalRun run) {
    LaunchPlan plan = run.plan();
    return BudgetPolicy.of(
        plan.spec().name(),
        plan.spec().launch().project(),
        plan.forecast().usd().stream().mapToDouble(Range::p50).findFirst());
  }

  private ExitCode begun(LocalRun run, RunRecord made, Launching.Decision.Begin begin)
      throws IOException, InterruptedException {
    // from here on a Ctrl-C is the run's, also one that comes before its wrapper is there
    Optional<Signals> signals =
        options.detach() ? Optional.empty() : Optional.of(Signals.system(false));
    if (!begin.lost().isEmpty()) {
      Main.note(command, "an earlier attempt was lost; going on from its last checkpoint");
      new Cancelling(runs, options.grace()).orphans(begin.lost());
    }
    LocalStart start = new LocalStart(runs, made.id(), begin.number());
    if (!start.started(run)) {
      Main.note(command, "the wrapper did not start: " + start.lastWords());
      return ExitCode.FAILED;
    }
    if (signals.isPresent()) {
      signals.get().listen(signal -> end(start, signal));
      return followed(made);
    }
    RunView view = RunView.of(runs, made);
    Main.print(command, RunText.line(view) + "\n");
    Main.note(command, RunText.next(view));
    return ExitCode.OK;
  }

  /**
   * By the signal that came: in a script's background SIGINT reaches neither this nor the wrapper.
   */
  private void end(LocalStart start, UnixSignal signal) {
    Main.note(command, "ending the run with a checkpoint; once more ends it at once");
    start.owner().ifPresent(o -> Processes.signal(o, signal));
  }

  private ExitCode followed(RunRecord made) throws IOException, InterruptedException {
    Optional<Screen> screen = options.watch() ? Watching.terminal() : Optional.empty();
    Watching watching = Watching.of(command, Output.table, screen);
    RunView end = watching.follow(new FoundRun.Local(runs, made));
    Main.note(command, "its output: tuneplan logs " + made.id());
    return end.exit();
  }
}
