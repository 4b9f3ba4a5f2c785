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
import java.util.function.Function;

/** How much a few runs of the same stack, GPU and method help the others. */
final class LearningTable {
  private static final List<Integer> COUNTS = List.of(0, 1, 3, 10);
  private static final long SEED = 8;

  private LearningTable() {}

  private static Map<String, List<Learning>> of(List<Row> rows, Map<String, Range> leftOut) {
    Map<String, List<Learning>> all = new LinkedHashMap<>();
    all.put("speed", Learning.of(cases(rows, leftOut, Quantity.SPEED, Row::speed), COUNTS, SEED));
    all.put(
        "memory", Learning.of(cases(rows, leftOut, Quantity.MEMORY, Row::memory), COUNTS, SEED));
    return all;
  }

  private static List<Learning.Case> cases(
      List<Row> rows,
      Map<String, Range> leftOut,
      Quantity quantity,
      Function<Row, Optional<Score>> what) {
    List<Learning.Case> cases = new ArrayList<>();
    for (Row row : rows) {
      String id = row.about().id();
      what.apply(row)
          .ifPresent(s -> {
            Range said = leftOut.getOrDefault(id + " " + quantity.word(), s.predicted());
            Observation o =
                new Observation(
                    id, quantity, key(row), said.p50(), s.actual(), false, Instant.EPOCH);
            cases.add(new Learning.Case(o, Range.logSd(said)));
          });
    }
    return cases;
  }

  /** A row's speed as a calibration takes it, of the time of its reading. */
  static Optional<Observation> speed(Row row, Instant now) {
    Row.About about = row.about();
    // by the profiles that the row was placed at, as plans have them
    Key key =
        row.setups().stream()
            .findFirst()
            .map(Experiences::key)
            .orElse(Experiences.key(about.stack(), about.gpu(), about.method(), "", about.gpus()));
    boolean clear = row.setups().stream().map(s -> s.gpu().id()).distinct().count() <= 1;
    return row.speed()
        .filter(s -> clear)
        .map(s ->
            new Observation(
                about.id(), Quantity.SPEED, key, s.predicted().p50(), s.actual(), false, now));
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
