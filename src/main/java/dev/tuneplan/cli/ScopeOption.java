package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.budget.Period;
import dev.tuneplan.budget.Scope;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which budget a line is about. */
final class ScopeOption {
  @Parameters(
      index = "0",
      paramLabel = "SCOPE",
      description =
          "project=NAME, owner=NAME, run=ID, any other LABEL=VALUE of runs, or all; 'run=*' is a"
              + " budget of its own for each run")
  private String scope = "all";

  @Option(
      names = "--per",
      defaultValue = "month",
      description = "${COMPLETION-CANDIDATES} (default: month)")
  private Word per = Word.month;

  /** The words of {@code --per}. */
  enum Word {
    month,
    quarter,
    year,
    total
  }

  Scope scope() {
    return Scope.of(scope)
        .orElseThrow(() ->
            new InvalidInput(
                Place.of("SCOPE"),
                "",
                "must be 'all' or LABEL=VALUE such as project=support (was '" + scope + "')"));
  }

  Period period() {
    return switch (per) {
      case month -> Period.MONTH;
      case quarter -> Period.QUARTER;
      case year -> Period.YEAR;
      case total -> Period.TOTAL;
    };
  }
}
