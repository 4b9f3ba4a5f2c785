package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts bad rows and keeps the first of them. Not thread-safe. */
public final class BadRows {
  /** So many are kept with their places. */
  public static final int KEPT = 10;

  /** After so many rows without a good one nothing good is expected. */
  private static final int HOPELESS = 1000;

  private final BadRowLimit limit;
  private final List<Row.Bad> first = new ArrayList<>();
  private long bad;
  private long rows;

  /** Nothing counted yet. */
  public BadRows(BadRowLimit limit) {
    this.limit = limit;
  }

  /**
   * Counts a row.
   *
   * @throws InvalidInput when it is certain that too many are bad
   */
  void count(Row row) {
    rows++;
    if (row instanceof Row.Bad b) {
      bad++;
      if (first.size() < KEPT) {
        first.add(b);
      }
      boolean certain = limit instanceof BadRowLimit.Count || (bad == rows && rows >= HOPELESS);
      if (certain && limit.exceededBy(bad, rows)) {
        throw fault("so far");
      }
    }
  }

  /**
   * Judges the rows, all of them counted.
   *
   * @throws InvalidInput when too many are bad
   */
  void finish() {
    if (limit.exceededBy(bad, rows)) {
      throw fault("");
    }
  }

  private InvalidInput fault(String when) {
    List<Problem> problems = new ArrayList<>();
    for (Row.Bad b : first) {
      problems.add(new Problem(place(b.at()), "", b.reason()));
    }
    Place where = Place.of(first.getFirst().at().path());
    problems.add(
        new Problem(
            where,
            "",
            String.format(
                Locale.ROOT,
                "%,d of %,d rows %sare bad, at most %s may be%s; mend them, or raise"
                    + " --max-bad-rows",
                bad,
                rows,
                when.isEmpty() ? "" : when + " ",
                limit.words(),
                bad > first.size() ? " (the first " + first.size() + " are above)" : "")));
    return new InvalidInput(problems);
  }

  private static Place place(Position at) {
    return new Place(at.path(), (int) Math.min(at.row(), Integer.MAX_VALUE), 1);
  }

  /** Bad rows so far. */
  public long bad() {
    return bad;
  }

  /** All rows so far. */
  public long rows() {
    return rows;
  }

  /** The first bad ones, at most {@link #KEPT}. */
  public List<Row.Bad> first() {
    return List.copyOf(first);
  }
}
