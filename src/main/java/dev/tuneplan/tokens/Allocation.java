package dev.tuneplan.tokens;

import java.util.List;

/**
 * How many examples of each stratum are counted: in proportion to its size, since what the ratio of
 * tokens to sizes leaves unexplained grows with an example's size (Neyman's allocation; Cochran,
 * Sampling Techniques, 3rd edition, 5.5).
 */
final class Allocation {
  /** Fewer say nothing about how much a stratum varies. */
  private static final int LEAST = 24;

  private Allocation() {}

  /**
   * Examples to count of each stratum.
   *
   * @param budget size of all of them together, about
   */
  static int[] of(List<Stratum> strata, long budget) {
    double cost = 0;
    for (Stratum s : strata) {
      if (!countedWhole(s)) {
        cost += (double) s.size() * s.size() / s.examples();
      }
    }
    int[] counts = new int[strata.size()];
    for (int i = 0; i < counts.length; i++) {
      Stratum s = strata.get(i);
      double wanted = cost == 0 ? 0 : Math.ceil(budget / cost * s.size());
      counts[i] =
          countedWhole(s)
              ? s.drawn().size()
              : (int) Math.min(s.drawn().size(), Math.max(LEAST, wanted));
    }
    return counts;
  }

  /** The longest examples, and strata as small, are counted whatever they cost. */
  private static boolean countedWhole(Stratum s) {
    return s.whole() && s.drawn().size() <= StrataBuilder.LONGEST;
  }
}
