package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;

/** How many bad rows a run goes on with. */
public sealed interface BadRowLimit {
  /** One row in a hundred. */
  BadRowLimit DEFAULT = new Share(0.01);

  /** Whether so many bad rows are too many, all rows being known. */
  boolean exceededBy(long bad, long rows);

  /** As users write it. */
  String words();

  /** A share of all rows, 0..1. */
  record Share(double share) implements BadRowLimit {
    public Share {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share must be 0..1, was " + share);
      }
    }

    @Override
    public boolean exceededBy(long bad, long rows) {
      return bad > share * rows;
    }

    @Override
    public String words() {
      double percent = share * 100;
      return (percent == Math.rint(percent) ? "" + (long) percent : "" + percent) + " %";
    }
  }

  /** A number of rows, ≥ 0. */
  record Count(long rows) implements BadRowLimit {
    public Count {
      if (rows < 0) {
        throw new IllegalArgumentException("rows must be >= 0, was " + rows);
      }
    }

    @Override
    public boolean exceededBy(long bad, long rows) {
      return bad > this.rows;
    }

    @Override
    public String words() {
      return rows + (rows == 1 ? " row" : " rows");
    }
  }

  /**
   * Reads {@code 1%} or {@code 20}.
   *
   * @throws InvalidInput for anything else
   */
  static BadRowLimit parse(String text) {
    String t = text.strip();
    try {
      if (t.endsWith("%")) {
        return new Share(Double.parseDouble(t.substring(0, t.length() - 1).strip()) / 100);
      }
      return new Count(Long.parseLong(t));
    } catch (IllegalArgumentException e) {
      throw new InvalidInput(
          Place.of("--max-bad-rows"),
          "",
          "must be a share such as 1% or a number of rows such as 20 (was '" + text + "')");
    }
  }
}
