package dev.tuneplan.cli;

import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description =
        "Look whether the ledger is whole: the database, what its rows refer to, and that parts add"
            + " up to what is said of the whole. Exit code 1 when something is wrong.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LedgerCheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    List<String> faults;
    int runs;
    try (Ledger ledger = Home.ledger()) {
      faults = ledger.check();
      runs = ledger.runs().size();
    }
    faults.forEach(f -> Main.print(command, f + "\n"));
    if (faults.isEmpty()) {
      Main.print(command, "the ledger is whole: " + runs + " runs\n");
    } else {
      Main.note(
          command,
          "what the file still has can be read with 'tuneplan ledger export'; a run is set right by"
              + " reconciling it again");
    }
    return faults.isEmpty() ? ExitCode.OK.code : ExitCode.FAILED.code;
  }
}
