package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description =
        "Take what an export has; rows that are there stay. All of it or, with a fault, nothing.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LedgerImport implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "an export")
  private Path file = Path.of("ledger.jsonl");

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInput(Place.of(file.toString()), "", "is no file");
    }
    try (Ledger ledger = Home.ledger();
        Stream<String> lines = Files.lines(file)) {
      Ledger.Imported done = ledger.take(lines::iterator);
      Main.print(
          command, done.added() + " rows were added, " + done.kept() + " were there already\n");
    }
    return ExitCode.OK.code;
  }
}
