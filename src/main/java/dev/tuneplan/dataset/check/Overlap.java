package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Row;
import java.util.List;

/** Rows to train on that are also rows to evaluate with. */
public final class Overlap implements Check {
  private final Rows evaluation;
  private final Tally tally =
      new Tally(
          "train-eval-overlap",
          "are also in the evaluation data, which then says too much good of the model; remove"
              + " them from one of the two");

  /** What evaluation rows say; every one to be given before the first row to train on. */
  public static final class Rows {
    private final LongHashes hashes = new LongHashes();
    private long unseen;

    /** Remembers a row; those after {@link Duplicates#MOST_ROWS} are not. */
    public void add(Row.Good row) {
      if (hashes.size() < Duplicates.MOST_ROWS) {
        hashes.add(ContentHash.of(row.example()));
      } else {
        unseen++;
      }
    }

    /** Rows that are not remembered. */
    public long unseen() {
      return unseen;
    }
  }

  /** Compares with evaluation rows. */
  public Overlap(Rows evaluation) {
    this.evaluation = evaluation;
  }

  @Override
  public void see(Row.Good row) {
    if (evaluation.hashes.contains(ContentHash.of(row.example()))) {
      tally.add(row.at());
    }
  }

  @Override
  public List<Finding> findings() {
    return tally.findings();
  }
}
