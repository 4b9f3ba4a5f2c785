package dev.tuneplan.cli;

import picocli.CommandLine.Command;

@Command(
    name = "ledger",
    description = {
      "Runs and what they cost, as 'reconcile' keeps them: in a file of SQLite in the data folder,",
      "or where TUNEPLAN_LEDGER says: a file, or postgresql://USER@HOST/DATABASE."
    },
    subcommands = {
      LedgerRuns.class,
      LedgerCheckCommand.class,
      LedgerExport.class,
      LedgerImport.class
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LedgerCommand extends Group {}
