package dev.tuneplan.cost.facts;

/**
 * Time that a trainer spent on something other than steps, and said so.
 *
 * @param kind what it did
 */
public record Work(Kind kind, Span span) {
  /** What it can be. */
  public enum Kind {
    EVALUATION,
    CHECKPOINT,
    IDLE
  }
}
