package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows that say just what an earlier row said. */
public final class Duplicates implements Check {
  /** 16 million rows, which take 240 MB. */
  public static final int MOST_ROWS = 16_000_000;

  private final int most;
  private final LongHashes seen = new LongHashes();
  private final Tally tally =
      new Tally(
          "duplicates",
          "say just what an earlier row says: the run trains on them more than once; remove them"
              + " unless that is meant");
  private long unseen;

  /** Remembers up to {@link #MOST_ROWS} rows. */
  public Duplicates() {
    this(MOST_ROWS);
  }

  Duplicates(int most) {
    this.most = most;
  }

  @Override
  public void see(Row.Good row) {
    long hash = ContentHash.of(row.example());
    if (seen.size() >= most) {
      if (seen.contains(hash)) {
        tally.add(row.at());
      } else {
        unseen++;
      }
    } else if (!seen.add(hash)) {
      tally.add(row.at());
    }
  }

  @Override
  public List<Finding> findings() {
    List<Finding> found = new ArrayList<>(tally.findings());
    if (unseen > 0) {
      found.add(
          new Finding(
              "duplicates-unseen",
              unseen,
              List.of(),
              String.format(
                  Locale.ROOT,
                  "were compared with the first %,d different rows only; more are not remembered",
                  most)));
    }
    return found;
  }
}
