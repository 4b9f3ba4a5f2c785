package dev.tuneplan.cli;

import picocli.CommandLine.Command;

@Command(
    name = "budget",
    description = {
      "How much may be spent in a month, a quarter, a year or altogether.",
      "By project, owner, run, any other label of runs, or for all of them. Budgets are",
      "in the ledger: all who use it share them."
    },
    subcommands = {BudgetSet.class, BudgetList.class, BudgetCheck.class, BudgetRemove.class},
    footer = {
      "",
      "'plan' and 'launch' end with exit code 3 when a run would go beyond one.",
      "docs/budgets.md says what counts as spent, and who is told."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class BudgetCommand extends Group {}
