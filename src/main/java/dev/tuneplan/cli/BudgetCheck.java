package dev.tuneplan.cli;

import dev.tuneplan.budget.Standing;
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
    name = "check",
    description = {
      "Tell once who is to be told; exit code 3 when a budget is exceeded.",
      "Alerts are said on the error output, and posted to the webhook whose address is in",
      "TUNEPLAN_WEBHOOK, or in the file that TUNEPLAN_WEBHOOK_FILE names.",
      "Who watches a run with 'watch' or 'launch' is told the same, each 30 s."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class BudgetCheck implements Callable<Integer> {
  @Mixin private BudgetPlaces places = new BudgetPlaces();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Budgets budgets;
    BudgetText text;
    boolean told;
    try (Ledger ledger = Home.ledger()) {
      budgets = new Budgets(ledger, Instant.now(), places.runs());
      text = new BudgetText(budgets.standings());
      Main.print(command, output.form().render(text::text, text::tree));
      told = AlertTelling.of(ledger.budgets(), command).all(budgets);
    }
    if (text.standings().stream().anyMatch(Standing::over)) {
      return ExitCode.OVER_BUDGET.code;
    }
    return told ? ExitCode.OK.code : ExitCode.FAILED.code;
  }
}
