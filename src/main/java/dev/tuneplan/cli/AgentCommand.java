package dev.tuneplan.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "agent",
    description = "What runs around a trainer, in its container or on this machine.",
    subcommands = {AgentRun.class, AgentServe.class},
    mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (command != null) {
      Main.print(command, command.commandLine().getUsageMessage());
    }
    return ExitCode.OK.code;
  }
}
