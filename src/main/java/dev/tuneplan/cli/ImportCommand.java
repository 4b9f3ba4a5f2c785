package dev.tuneplan.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = "Take what others say: what a cloud's invoice says was paid.",
    subcommands = {ImportBill.class},
    footer = {
      "",
      "Price lists are imported by 'tuneplan prices import', ledgers by",
      "'tuneplan ledger import'."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (command != null) {
      command.commandLine().usage(command.commandLine().getOut());
    }
    return ExitCode.OK.code;
  }
}
