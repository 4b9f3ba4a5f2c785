package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Position;
import java.util.List;

/**
 * A warning about training data.
 *
 * @param check a short name that stays the same, such as {@code duplicates}
 * @param count rows that it is about, ≥ 0
 * @param first where the first of them stand, at most {@link #KEPT}
 * @param words what it is, and what to do
 */
public record Finding(String check, long count, List<Position> first, String words) {
  /** So many places are kept. */
  public static final int KEPT = 10;

  public Finding {
    if (count < 0 || first.size() > KEPT) {
      throw new IllegalArgumentException(
          "count must be >= 0 and first at most 10, were " + count + " and " + first.size());
    }
    first = List.copyOf(first);
  }
}
