package dev.tuneplan.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that is several: without the name of one it prints its help. */
abstract class Group implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (command != null) {
      Main.print(command, command.commandLine().getUsageMessage());
    }
    return ExitCode.OK.code;
  }
}
