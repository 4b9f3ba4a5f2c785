package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Example;
import dev.tuneplan.dataset.Row;
import java.util.List;
import java.util.function.Predicate;

/** Rows each of which is wrong by itself. */
abstract class RowCheck implements Check {
  private final Predicate<Example> wrong;
  private final Tally tally;

  RowCheck(String check, String words, Predicate<Example> wrong) {
    this.wrong = wrong;
    this.tally = new Tally(check, words);
  }

  @Override
  public final void see(Row.Good row) {
    if (wrong.test(row.example())) {
      tally.add(row.at());
    }
  }

  @Override
  public final List<Finding> findings() {
    return tally.findings();
  }
}
