package dev.tuneplan.cli;

import dev.tuneplan.tokens.Counted;
import dev.tuneplan.tokens.DataIndex;
import dev.tuneplan.tokens.LayoutComparison;
import dev.tuneplan.tokens.TokenStats;
import java.util.List;

/**
 * What the command tokens shows.
 *
 * @param data as the user named it
 */
record TokensView(
    List<String> data, DataCounting.Outcome outcome, TokenStats.Run run, TokenStats stats) {
  /** Other ways of laying the same data out. */
  LayoutComparison compared() {
    return LayoutComparison.of(counted(), run);
  }

  Counted counted() {
    return outcome.result().counted();
  }

  DataIndex index() {
    return outcome.result().index();
  }

  /** Share of an epoch's examples. */
  double share(double examples) {
    return stats.lengths().examples() == 0 ? 0 : examples / stats.lengths().examples();
  }

  /** How rows are filled, for people. */
  String layout() {
    return run.layout()
        .strategy()
        .map(s -> "packed by " + s.word())
        .orElse("padded in batches of " + run.microBatch());
  }
}
