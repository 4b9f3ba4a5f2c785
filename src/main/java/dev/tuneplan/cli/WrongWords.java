package dev.tuneplan.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with a line, what may have been meant or how the command is written, and where
 * more is said: a whole help would push the fault off the screen.
 */
final class WrongWords implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      Help help = line.getHelp();
      err.print(
          line.getSubcommands().isEmpty()
              ? help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength())
              : help.commandListHeading() + help.commandList());
    }
    err.println("'" + line.getCommandSpec().qualifiedName() + " --help' says more.");
    err.flush();
    return ExitCode.USAGE.code;
  }
}
