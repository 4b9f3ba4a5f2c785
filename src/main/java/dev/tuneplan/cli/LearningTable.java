package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Score;
import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Learning;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.estimate.Setup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much a few runs of the same stack, GPU and method help the others. */
final class LearningTable {
  private static final List<Integer> COUNTS = List.of(0, 1, 3, 10);
  private static final long SEED = 8;

  /** Quantile 0.9 of Student's t with 4 degrees of freedom, as a Range takes it. */
  private static final double T4 = 1.533;

  private LearningTable() {}

  private static Map<String, List<Learning>> of(List<Row> rows, Map<String, Range> leftOut) {
    Map<String, List<Learning>> all = new LinkedHashMap<>();
    all.put("speed", Learning.of(cases(rows, leftOut, Quantity.SPEED), COUNTS, SEED));
    all.put("memory", Learning.of(cases(rows, leftOut, Quantity.MEMORY), COUNTS, SEED));
    return all;
  }

  private static List<Learning.Case> cases(
      List<Row> rows, Map<String, Range> leftOut, Quantity quantity) {
    List<Learning.Case> cases = new ArrayList<>();
    for (Row row : rows) {
      Optional<Score> score = quantity == Quantity.SPEED ? row.speed() : row.memory();
      String id = row.about().id();
      score
          .flatMap(s ->
              one(
                  row,
                  quantity,
                  leftOut.getOrDefault(id + " " + quantity.word(), s.predicted()),
                  s))
          .ifPresent(cases::add);
    }
    return cases;
  }

  /** As a calibration takes it: memory above what is known exactly. */
  private static Optional<Learning.Case> one(Row row, Quantity quantity, Range said, Score score) {
    double exact = quantity == Quantity.MEMORY ? Math.min(RowLessons.exactGiB(row), said.p10()) : 0;
    double above = said.p50() - exact;
    double spread = exact == 0 ? Range.logSd(said) : Math.log((said.p90() - exact) / above) / T4;
    double actual = score.actual() - exact;
    if (!(above > 0)) {
      return Optional.empty();
    }
    Observation o =
        new Observation(
            row.about().id(),
            quantity,
            key(row),
            above,
            Math.max(actual, RunLessons.LEAST_ABOVE * above),
            false,
            Instant.EPOCH);
    return Optional.of(new Learning.Case(o, spread, exact, score.actual()));
  }

  private static Key key(Row row) {
    Row.About about = row.about();
    Optional<Setup> setup = row.setups().stream().findFirst();
    return new Key(
        about.stack(),
        about.gpu(),
        about.method(),
        setup.map(s -> s.model().modelType()).orElse(""),
        setup
            .map(s ->
                s.model().id() + " " + about.gpus() + " " + s.sequence() + " " + s.microBatch())
            .orElse(about.id()));
  }

  static String text(List<Row> rows, Map<String, Range> leftOut, boolean markdown) {
    Table table =
        new Table(
            "quantity", "known", "predictions", "median %", "p90 %", "bias %", "in P10-P90 %");
    of(rows, leftOut)
        .forEach((quantity, all) ->
            all.forEach(l ->
                table.row(
                    quantity,
                    Integer.toString(l.known()),
                    Integer.toString(l.predictions()),
                    Text.of("%.1f", l.medianErrorPct()),
                    Text.of("%.1f", l.p90ErrorPct()),
                    Text.of("%.1f", l.biasPct()),
                    Text.of("%.0f", l.coveredPct()))));
    return markdown ? table.markdown() : table.text();
  }

  static Map<String, Object> tree(List<Row> rows, Map<String, Range> leftOut) {
    Map<String, Object> tree = new LinkedHashMap<>();
    of(rows, leftOut)
        .forEach(
            (quantity, all) -> tree.put(quantity, all.stream().map(LearningTable::one).toList()));
    return tree;
  }

  private static Map<String, Object> one(Learning l) {
    return Tree.of(
        "known", l.known(),
        "predictions", l.predictions(),
        "medianErrorPct", l.medianErrorPct(),
        "p90ErrorPct", l.p90ErrorPct(),
        "biasPct", l.biasPct(),
        "coveredPct", l.coveredPct());
  }
}
