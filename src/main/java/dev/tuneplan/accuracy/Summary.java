package dev.tuneplan.accuracy;

import java.util.Arrays;
import java.util.List;

/**
 * Errors of a group of scores, percent.
 *
 * @param n scores
 * @param medianErrorPct median of the absolute errors
 * @param meanErrorPct mean of the absolute errors
 * @param p90ErrorPct ninth decile of the absolute errors
 * @param within10Pct share of absolute errors up to 10 %
 * @param biasPct median of the signed errors
 * @param coveragePct share of measured values inside P10 to P90
 */
public record Summary(
    int n,
    double medianErrorPct,
    double meanErrorPct,
    double p90ErrorPct,
    double within10Pct,
    double biasPct,
    double coveragePct) {
  /** Sums up a group; an empty group gives zeros with n = 0. */
  public static Summary of(List<Score> scores) {
    long inside = scores.stream().filter(Score::inside).count();
    return of(
        scores.stream().mapToDouble(Score::errorPct).toArray(),
        scores.isEmpty() ? 0 : 100.0 * inside / scores.size());
  }

  /** Sums up signed errors. */
  static Summary of(double[] errors, double coveragePct) {
    if (errors.length == 0) {
      return new Summary(0, 0, 0, 0, 0, 0, 0);
    }
    double[] signed = errors.clone();
    Arrays.sort(signed);
    double[] absolute = Arrays.stream(errors).map(Math::abs).sorted().toArray();
    return new Summary(
        errors.length,
        quantile(absolute, 0.5),
        Arrays.stream(absolute).average().orElse(0),
        quantile(absolute, 0.9),
        100.0 * Arrays.stream(absolute).filter(e -> e <= 10).count() / errors.length,
        quantile(signed, 0.5),
        coveragePct);
  }

  static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
