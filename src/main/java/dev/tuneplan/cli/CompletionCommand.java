package dev.tuneplan.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Print a completion script for bash and zsh.",
      "Put 'source <(tuneplan completion)' into ~/.bashrc or ~/.zshrc."
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    CommandLine whole = new CommandLine(new Main());
    Subcommands.addAll(whole);
    Main.print(command, AutoComplete.bash("tuneplan", whole));
    return ExitCode.OK.code;
  }
}
