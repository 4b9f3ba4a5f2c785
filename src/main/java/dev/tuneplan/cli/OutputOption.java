package dev.tuneplan.cli;

import picocli.CommandLine.Option;

/** The option that chooses the form in which a command prints. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output form = Output.table;

  Output form() {
    return form;
  }
}
