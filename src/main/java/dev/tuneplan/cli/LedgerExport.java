package dev.tuneplan.cli;

import dev.tuneplan.ledger.Ledger;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = "Write everything as lines of JSON, which either database can import.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LedgerExport implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "FILE", description = "default: the output")
  private @Nullable Path file;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    try (Ledger ledger = Home.ledger()) {
      if (file == null) {
        ledger.export(line -> Main.print(command, line + "\n"));
        return ExitCode.OK.code;
      }
      try (BufferedWriter buffer = Files.newBufferedWriter(file);
          PrintWriter out = new PrintWriter(buffer)) {
        ledger.export(line -> out.append(line).append('\n'));
        if (out.checkError()) {
          throw new IOException(file + " could not be written to its end");
        }
      }
    }
    return ExitCode.OK.code;
  }
}
