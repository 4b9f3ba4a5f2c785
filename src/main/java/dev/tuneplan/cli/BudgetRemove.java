package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "rm",
    description = "Forget a budget.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class BudgetRemove implements Callable<Integer> {
  @Mixin private ScopeOption scope = new ScopeOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    try (Ledger ledger = Home.ledger()) {
      if (!ledger.budgets().remove(scope.scope(), scope.period())) {
        throw new InvalidInput(
            Place.of("SCOPE"),
            "",
            "there is no budget "
                + scope.scope()
                + " per "
                + scope.period().word()
                + "; 'tuneplan budget list' lists them");
      }
    }
    Main.print(command, "removed " + scope.scope() + " per " + scope.period().word() + "\n");
    return ExitCode.OK.code;
  }
}
