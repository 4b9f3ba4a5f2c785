package dev.tuneplan.accuracy;

import dev.tuneplan.base.Range;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * Predictions of rows whose source was left out, and the spread with which eight in ten of the
 * others' measured values lie within P10 to P90.
 */
final class Spreads {
  private static final double WANTED = 0.8;

  private final Map<FitRow, Prediction> predictions = new LinkedHashMap<>();

  Spreads(List<FitRow> rows, Function<FitRow, Prediction> predict) {
    rows.forEach(r -> predictions.put(r, predict.apply(r)));
  }

  /**
   * A prediction whose width depends on a spread.
   *
   * @param median of the mixture
   * @param between variance between what the row may mean
   * @param within standard deviation that a spread gives each
   */
  record Prediction(double median, double between, DoubleUnaryOperator within, double actual) {
    static Prediction of(double[] logs, DoubleUnaryOperator within, double actual) {
      double median = (logs[(logs.length - 1) / 2] + logs[logs.length / 2]) / 2;
      double between =
          Arrays.stream(logs).map(l -> (l - median) * (l - median)).average().orElse(0);
      return new Prediction(Math.exp(median), between, within, actual);
    }

    double error() {
      return Math.log(median / actual);
    }

    Range range(double spread) {
      double sd = within.applyAsDouble(spread);
      return Range.around(median, Math.sqrt(between + sd * sd));
    }
  }

  /** The spread of those rows. */
  double spread(List<FitRow> of) {
    double low = 0;
    double high = 2;
    for (int i = 0; i < 30; i++) {
      double middle = (low + high) / 2;
      long inside =
          of.stream()
              .map(predictions::get)
              .filter(p -> p != null && p.range(middle).holds(p.actual()))
              .count();
      if (inside < WANTED * of.size()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private double spreadFor(FitRow row) {
    return spread(
        predictions.keySet().stream().filter(r -> !r.source().equals(row.source())).toList());
  }

  /** Each row's interval, as wide as the other sources' errors ask for. */
  private Map<FitRow, Range> ranges() {
    Map<String, Double> bySource = new LinkedHashMap<>();
    Map<FitRow, Range> ranges = new LinkedHashMap<>();
    predictions.forEach((row, p) ->
        ranges.put(row, p.range(bySource.computeIfAbsent(row.source(), s -> spreadFor(row)))));
    return ranges;
  }

  /** Adds what accuracy/loso.csv has of each row, and prints the summary. */
  void report(String what, List<String> lines) {
    long inside = 0;
    for (Map.Entry<FitRow, Range> e : ranges().entrySet()) {
      FitRow row = e.getKey();
      Prediction p = predictions.get(row);
      Range range = e.getValue();
      inside += range.holds(p.actual()) ? 1 : 0;
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%.6g,%.6g,%.6g,%.6g",
              row.id(),
              what,
              row.source(),
              p.median(),
              range.p10(),
              range.p90(),
              p.actual()));
    }
    double[] errors =
        predictions.values().stream()
            .mapToDouble(p -> 100 * (p.median() / p.actual() - 1))
            .toArray();
    Summary s = Summary.of(errors, 100.0 * inside / errors.length);
    System.out.printf(
        Locale.ROOT,
        "%s, source left out: n %d, median %.1f %%, p90 %.1f %%, bias %.1f %%, inside P10-P90"
            + " %.0f %%%n",
        what,
        s.n(),
        s.medianErrorPct(),
        s.p90ErrorPct(),
        s.biasPct(),
        s.coveragePct());
  }
}
