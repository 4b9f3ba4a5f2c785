package dev.tuneplan.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "ledger",
    description = {
      "Runs and what they cost, as 'reconcile' keeps them: in a file of SQLite in the data folder,",
      "or where TUNEPLAN_LEDGER says: a file, or postgresql://USER@HOST/DATABASE."
    },
    subcommands = {
      LedgerRuns.class,
      LedgerCheckCommand.class,
      LedgerExport.class,
      LedgerImport.class
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (command != null) {
      command.commandLine().usage(command.commandLine().getOut());
    }
    return ExitCode.OK.code;
  }
}
