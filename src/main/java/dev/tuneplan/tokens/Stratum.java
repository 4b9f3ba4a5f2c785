package dev.tuneplan.tokens;

import java.util.List;

/**
 * Examples of about the same size, of which a sample is counted.
 *
 * @param examples in it, ≥ 1
 * @param size of all of them together, as {@link RoughTokens} reckons
 * @param drawn some of them in random order, or all; any first n are a random sample
 */
public record Stratum(long examples, long size, List<Drawn> drawn) {
  /**
   * An example that was drawn.
   *
   * @param file index of its file
   * @param row as {@link dev.tuneplan.dataset.Position} says
   * @param offset in the file; negative when that cannot be gone into
   * @param size as {@link RoughTokens} reckons
   */
  public record Drawn(int file, long row, long offset, long size) {}

  public Stratum {
    drawn = List.copyOf(drawn);
    if (examples < 1 || drawn.isEmpty() || drawn.size() > examples) {
      throw new IllegalArgumentException(
          "a stratum of " + examples + " cannot have " + drawn.size() + " drawn");
    }
  }

  /** Whether nothing of it was left out. */
  boolean whole() {
    return drawn.size() == examples;
  }
}
