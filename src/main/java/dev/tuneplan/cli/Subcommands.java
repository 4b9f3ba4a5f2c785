package dev.tuneplan.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommands. Reading every option of each is most of what a short command would do: only the
 * one that a line names is read, and the main help needs names and descriptions alone.
 */
final class Subcommands {
  private static final Map<String, Supplier<Object>> ALL = all();

  private Subcommands() {}

  private static Map<String, Supplier<Object>> all() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("plan", PlanCommand::new);
    all.put("render", RenderCommand::new);
    all.put("probe", ProbeCommand::new);
    all.put("launch", LaunchCommand::new);
    all.put("watch", WatchCommand::new);
    all.put("logs", LogsCommand::new);
    all.put("cancel", CancelCommand::new);
    all.put("runs", RunsCommand::new);
    all.put("reconcile", ReconcileCommand::new);
    all.put("calibrate", CalibrateCommand::new);
    all.put("ledger", LedgerCommand::new);
    all.put("export", ExportCommand::new);
    all.put("import", ImportCommand::new);
    all.put("budget", BudgetCommand::new);
    all.put("usage", UsageCommand::new);
    all.put("samples", SamplesCommand::new);
    all.put("measure", MeasureCommand::new);
    all.put("estimate", EstimateCommand::new);
    all.put("tokens", TokensCommand::new);
    all.put("trace", TraceCommand::new);
    all.put("compare", CompareCommand::new);
    all.put("breakeven", BreakevenCommand::new);
    all.put("advise", AdviseCommand::new);
    all.put("gpus", GpusCommand::new);
    all.put("models", ModelsCommand::new);
    all.put("prices", PricesCommand::new);
    all.put("accuracy", AccuracyCommand::new);
    all.put("doctor", DoctorCommand::new);
    all.put("agent", AgentCommand::new);
    all.put("serve", ServeCommand::new);
    all.put("init", InitCommand::new);
    all.put("completion", CompletionCommand::new);
    return all;
  }

  /** Every command, read in full. */
  static void addAll(CommandLine line) {
    ALL.forEach((name, command) -> line.addSubcommand(name, command.get()));
  }

  /** What the line's first word asks for. */
  static void add(CommandLine line, String first) {
    Supplier<Object> named = ALL.get(first);
    if (named != null) {
      line.addSubcommand(first, named.get());
    } else if (first.startsWith("-")) {
      ALL.forEach((name, command) -> line.addSubcommand(name, described(command.get())));
    } else {
      addAll(line);
    }
  }

  private static CommandSpec described(Object command) {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(command.getClass().getAnnotation(Command.class).description());
    return spec;
  }
}
