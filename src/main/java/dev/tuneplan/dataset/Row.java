package dev.tuneplan.dataset;

/** A row of training data. */
public sealed interface Row {
  /** Where it stands. */
  Position at();

  /** A row that a trainer can use. */
  record Good(Position at, Example example) implements Row {}

  /**
   * A row that it cannot.
   *
   * @param reason in words that a user understands, such as "message 2 has no role"
   */
  record Bad(Position at, String reason) implements Row {}
}
