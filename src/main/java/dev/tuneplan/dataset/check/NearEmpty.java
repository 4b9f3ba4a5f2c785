package dev.tuneplan.dataset.check;

/** Rows with hardly any text. */
public final class NearEmpty extends RowCheck {
  /** Fewer characters than this in all of a row. */
  public static final int LEAST_CHARS = 16;

  /** Nothing seen yet. */
  public NearEmpty() {
    super(
        "near-empty",
        "have fewer than "
            + LEAST_CHARS
            + " characters in all: is a column mapped wrongly, or a line blank?",
        e -> e.chars() < LEAST_CHARS);
  }
}
