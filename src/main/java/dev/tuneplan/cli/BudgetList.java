package dev.tuneplan.cli;

import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List budgets and what was spent of them.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class BudgetList implements Callable<Integer> {
  @Mixin private BudgetPlaces places = new BudgetPlaces();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    BudgetText text;
    try (Ledger ledger = Home.ledger()) {
      text = new BudgetText(new Budgets(ledger, Instant.now(), places.runs()).standings());
    }
    Main.print(command, output.form().render(text::text, text::tree));
    return ExitCode.OK.code;
  }
}
