package dev.tuneplan.tokens;

import java.util.ArrayList;
import java.util.List;

/**
 * Examples of one length, or of lengths so near each other that their mean stands for them.
 *
 * @param examples above 0
 * @param tokens of each, above 0
 */
public record LengthGroup(double examples, double tokens) {
  /** So many tell the longest of a batch of 64 to a percent. */
  private static final int MOST = 400;

  /**
   * Lengths in groups, short ones first; empty examples are left out, and the longest length is a
   * group of its own.
   */
  public static List<LengthGroup> of(Lengths lengths) {
    LengthStats.Sorted sorted = LengthStats.Sorted.of(lengths);
    double each = sorted.weight() / MOST;
    List<LengthGroup> groups = new ArrayList<>();
    double examples = 0;
    double tokens = 0;
    int n = sorted.lengths().length;
    for (int i = 0; i < n; i++) {
      int length = sorted.lengths()[i];
      double weight = sorted.upTo()[i] - (i == 0 ? 0 : sorted.upTo()[i - 1]);
      if (length > 0) {
        examples += weight;
        tokens += weight * length;
      }
      boolean longestNext = i + 1 < n && sorted.lengths()[i + 1] == sorted.lengths()[n - 1];
      boolean last = i + 1 == n || sorted.lengths()[i + 1] != length;
      if (examples > 0 && last && (examples >= each || longestNext || i + 1 == n)) {
        groups.add(new LengthGroup(examples, tokens / examples));
        examples = 0;
        tokens = 0;
      }
    }
    return groups;
  }
}
