package dev.tuneplan.economics;

import dev.tuneplan.base.Range;
import java.util.Arrays;
import java.util.Optional;

/**
 * What may come of it when its assumptions vary: tenth, half and ninetieth of a hundred.
 *
 * @param net USD brought within the horizon
 * @param paybackDays empty where fewer than half of all draws pay within the horizon; the upper end
 *     is the horizon where it did not pay by then
 * @param pays share of draws that pay within the horizon
 * @param draws how many there were
 */
public record Spread(Range net, Optional<Range> paybackDays, double pays, int draws) {
  /** Of draws' results. */
  static Spread of(double[] net, double[] days, int paid) {
    double share = (double) paid / net.length;
    return new Spread(
        range(net), share < 0.5 ? Optional.empty() : Optional.of(range(days)), share, net.length);
  }

  private static Range range(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Range(at(sorted, 0.1), at(sorted, 0.5), at(sorted, 0.9));
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
