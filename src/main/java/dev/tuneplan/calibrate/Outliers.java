package dev.tuneplan.calibrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Observations that are so far from others of their stack, GPU and method that something was wrong.
 */
public final class Outliers {
  /** Fewer tell no middle. */
  private static final int LEAST = 5;

  private static final double FAR = 4;

  /** Makes the median distance a standard deviation of a normal law. */
  private static final double MAD = 1.4826;

  /** Repetitions agree within three percent: nothing nearer than four times that is far. */
  private static final double FLOOR = 0.03;

  private static final int OWN = 3;

  private Outliers() {}

  /** The outliers among observations, each with a reason for people. */
  public static Map<Observation, String> of(List<Observation> observations) {
    Map<String, List<Observation>> groups = new LinkedHashMap<>();
    for (Observation o : observations) {
      if (!o.atLeast()) {
        groups
            .computeIfAbsent(o.quantity() + "|" + o.key().path().get(OWN), k -> new ArrayList<>())
            .add(o);
      }
    }
    Map<Observation, String> found = new HashMap<>();
    groups.values().stream().filter(g -> g.size() >= LEAST).forEach(g -> look(g, found));
    return found;
  }

  private static void look(List<Observation> group, Map<Observation, String> found) {
    double middle = median(group.stream().mapToDouble(Observation::log).sorted().toArray());
    double spread =
        Math.max(
            FLOOR,
            MAD
                * median(
                    group.stream()
                        .mapToDouble(o -> Math.abs(o.log() - middle))
                        .sorted()
                        .toArray()));
    for (Observation o : group) {
      double far = Math.abs(o.log() - middle) / spread;
      if (far > FAR) {
        found.put(
            o,
            String.format(
                java.util.Locale.ROOT,
                "×%.2f where %d others have ×%.2f",
                Math.exp(o.log()),
                group.size() - 1,
                Math.exp(middle)));
      }
    }
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
}
