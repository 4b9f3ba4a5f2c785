package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Money;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.budget.Budget;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "set",
    description = "Set a budget, or another amount in its place.",
    footer = {
      "",
      "Examples:",
      "  tuneplan budget set project=support 500",
      "  tuneplan budget set owner=mara 2000 --per quarter --at 80,100",
      "  tuneplan budget set 'run=*' 50 --per total",
      "  tuneplan budget set all 10000 --warn"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class BudgetSet implements Callable<Integer> {
  @Mixin private ScopeOption scope = new ScopeOption();

  @Parameters(index = "1", paramLabel = "AMOUNT", description = "how much")
  private String amount = "";

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      defaultValue = "USD",
      description = "default: USD; what costs something in another one does not count")
  private String currency = "USD";

  @Option(
      names = "--at",
      paramLabel = "PERCENT",
      split = ",",
      defaultValue = "50,80,100",
      description = "when somebody is told (default: 50,80,100)")
  private List<Integer> at = Budget.USUAL;

  @Option(names = "--warn", description = "tell, and refuse nothing")
  private boolean warn;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Budget budget = budget();
    try (Ledger ledger = Home.ledger()) {
      ledger.budgets().set(budget);
    }
    Main.print(command, "budget " + BudgetText.words(budget) + "\n");
    return ExitCode.OK.code;
  }

  private Budget budget() {
    Problems problems = new Problems();
    if (!amount.matches("[0-9]{1,12}(\\.[0-9]{1,6})?") || Money.of(amount).zero()) {
      problems.add(
          Place.of("AMOUNT"), "", "must be a number above 0 such as 500 (was '" + amount + "')");
    }
    if (!currency.matches("[A-Z]{3}")) {
      problems.add(
          Place.of("--currency"),
          "",
          "must be three capital letters such as USD (was '" + currency + "')");
    }
    if (at.stream().anyMatch(p -> p < 1 || p > 1000)) {
      problems.add(Place.of("--at"), "", "must be percents of 1..1000 (was " + at + ")");
    }
    try {
      scope.scope();
    } catch (InvalidInput e) {
      e.problems().forEach(p -> problems.add(p.place(), p.subject(), p.rule()));
    }
    problems.throwIfAny();
    return new Budget(scope.scope(), scope.period(), Money.of(amount), currency, at, !warn);
  }
}
