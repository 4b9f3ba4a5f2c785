package dev.tuneplan.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How far the core is from traces, percent.
 *
 * @param split which part of the traces: {@code build}, {@code holdout}, or empty
 * @param what memory, FLOPs, bytes or operators
 * @param n steps compared
 * @param medianErrorPct median of the absolute distances
 * @param p95ErrorPct their 95th percentile
 * @param worstErrorPct the largest
 */
public record AgreementSummary(
    String split,
    String what,
    int n,
    double medianErrorPct,
    double p95ErrorPct,
    double worstErrorPct) {
  /** Every quantity of every part that has steps. */
  public static List<AgreementSummary> of(List<Agreement> steps) {
    List<AgreementSummary> all = new ArrayList<>();
    steps.stream()
        .filter(s -> s.core().isPresent())
        .map(AgreementSummary::split)
        .distinct()
        .sorted()
        .forEach(split -> {
          List<Agreement> part =
              steps.stream().filter(s -> s.core().isPresent() && split(s).equals(split)).toList();
          all.add(of(part, split, "memory", Agreement.Figures::peakBytes));
          all.add(of(part, split, "FLOPs", Agreement.Figures::flops));
          all.add(of(part, split, "bytes", Agreement.Figures::bytes));
          all.add(of(part, split, "operators", Agreement.Figures::operators));
        });
    return all;
  }

  private static String split(Agreement a) {
    return a.about().getOrDefault("split", "");
  }

  private static AgreementSummary of(
      List<Agreement> part, String split, String what, ToDoubleFunction<Agreement.Figures> of) {
    double[] sorted =
        part.stream()
            .mapToDouble(a ->
                100
                    * Math.abs(
                        of.applyAsDouble(a.core().orElseThrow()) / of.applyAsDouble(a.traced())
                            - 1))
            .sorted()
            .toArray();
    return new AgreementSummary(
        split,
        what,
        sorted.length,
        Summary.quantile(sorted, 0.5),
        Summary.quantile(sorted, 0.95),
        sorted[sorted.length - 1]);
  }
}
