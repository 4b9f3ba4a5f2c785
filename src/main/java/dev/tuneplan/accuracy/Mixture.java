package dev.tuneplan.accuracy;

import dev.tuneplan.base.Range;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Several equally likely estimates of one quantity taken together, on the logarithm's scale. */
final class Mixture {
  private Mixture() {}

  /** The median of the medians' logarithms, and the spread within and between the estimates. */
  static <T> Range of(List<T> alternatives, Function<T, Range> estimate) {
    List<Range> ranges = alternatives.stream().map(estimate).toList();
    if (ranges.size() == 1) {
      return ranges.getFirst();
    }
    double[] logs = ranges.stream().mapToDouble(r -> Math.log(r.p50())).sorted().toArray();
    double median = (logs[(logs.length - 1) / 2] + logs[logs.length / 2]) / 2;
    double between = Arrays.stream(logs).map(l -> square(l - median)).average().orElse(0);
    double within = ranges.stream().mapToDouble(r -> square(Range.logSd(r))).average().orElse(0);
    return Range.around(Math.exp(median), Math.sqrt(between + within));
  }

  private static double square(double x) {
    return x * x;
  }
}
