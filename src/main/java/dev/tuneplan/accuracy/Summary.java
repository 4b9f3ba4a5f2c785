package dev.tuneplan.accuracy;

import java.util.List;

/**
 * Errors of a group of scores, percent.
 *
 * @param n scores
 * @param medianErrorPct median of the absolute errors
 * @param p90ErrorPct ninth decile of the absolute errors
 * @param biasPct median of the signed errors
 * @param coveragePct share of measured values inside P10 to P90
 */
public record Summary(
    int n, double medianErrorPct, double p90ErrorPct, double biasPct, double coveragePct) {
  /** Sums up a group; an empty group gives zeros with n = 0. */
  public static Summary of(List<Score> scores) {
    if (scores.isEmpty()) {
      return new Summary(0, 0, 0, 0, 0);
    }
    double[] signed = scores.stream().mapToDouble(Score::errorPct).sorted().toArray();
    double[] absolute = scores.stream().mapToDouble(s -> Math.abs(s.errorPct())).sorted().toArray();
    long inside = scores.stream().filter(Score::inside).count();
    return new Summary(
        scores.size(),
        quantile(absolute, 0.5),
        quantile(absolute, 0.9),
        quantile(signed, 0.5),
        100.0 * inside / scores.size());
  }

  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
