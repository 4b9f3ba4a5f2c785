package dev.tuneplan.cli;

import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "runs",
    description = "List the runs that were launched on this machine, the newest first.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Runs runs = Home.runs();
    List<RunView> views = new ArrayList<>();
    for (RunRecord run : runs.all()) {
      views.add(RunView.of(runs, run));
    }
    Main.print(
        command,
        output
            .form()
            .render(
                markdown -> text(views, markdown),
                () -> Tree.of("runs", views.stream().map(RunView::tree).toList())));
    return ExitCode.OK.code;
  }

  private static String text(List<RunView> views, boolean markdown) {
    if (views.isEmpty()) {
      return "no runs yet; 'tuneplan launch PLAN --target local' makes one\n";
    }
    Table table =
        new Table(
            "run", "name", "state", "attempt", "step", "time", "cost", "hardware", "launched");
    views.forEach(v ->
        table.row(
            v.run().id(),
            v.run().name(),
            v.stateWord(),
            "" + v.attempts().size(),
            v.step().isPresent() ? v.step().getAsLong() + "/" + v.total() : "-",
            Text.hours(v.hours()),
            v.usd().isPresent() ? Text.usd(v.usd().getAsDouble()) : "unpriced",
            v.run().gpus(),
            v.run().created().toString().substring(0, 16)));
    return markdown ? table.markdown() : table.text();
  }
}
