package dev.tuneplan.packing;

/**
 * Examples laid into rows.
 *
 * @param rows how many rows
 * @param length tokens that a row has room for, ≥ 1
 * @param tokensKept tokens of examples that are in rows
 * @param tokensDropped tokens of examples that are in none
 * @param examplesTruncated examples of which only a part is kept
 * @param examplesDropped examples of which nothing is kept, empty ones included where the trainer
 *     takes them out
 * @param longest tokens in the fullest row, 0 if there is none
 */
public record Packed(
    long rows,
    int length,
    long tokensKept,
    long tokensDropped,
    long examplesTruncated,
    long examplesDropped,
    int longest) {
  public Packed {
    Check.atLeast("length", length, 1);
    Check.atLeast("rows", rows, 0);
    Check.atLeast("tokens kept", tokensKept, 0);
    Check.atLeast("tokens dropped", tokensDropped, 0);
    Check.atLeast("examples truncated", examplesTruncated, 0);
    Check.atLeast("examples dropped", examplesDropped, 0);
  }

  /** Tokens kept ÷ room in the rows, 0 to 1; 1 where there is no row. */
  public double efficiency() {
    return rows == 0 ? 1 : (double) tokensKept / ((double) rows * length);
  }
}
