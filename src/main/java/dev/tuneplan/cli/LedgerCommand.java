package dev.tuneplan.cli;

import picocli.CommandLine.Command;

@Command(
    name = "ledger",
    description = {
      "List, check, export and import the runs that 'reconcile' keeps.",
      "They are in a file of SQLite in the data folder, or where TUNEPLAN_LEDGER says: a file, or"
          + " postgresql://USER@HOST/DATABASE."
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
