package dev.tuneplan.cli;

import picocli.CommandLine.Command;

@Command(
    name = "import",
    description = "Take what others say: what a cloud's invoice says was paid.",
    subcommands = {ImportBill.class},
    footer = {
      "",
      "Price lists are imported by 'tuneplan prices import', ledgers by",
      "'tuneplan ledger import'."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ImportCommand extends Group {}
