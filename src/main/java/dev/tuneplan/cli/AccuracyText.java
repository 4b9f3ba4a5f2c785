package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Group;
import dev.tuneplan.accuracy.OomSummary;
import dev.tuneplan.accuracy.PeerSummary;
import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Score;
import dev.tuneplan.accuracy.Summary;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Scores for people. */
final class AccuracyText {
  private AccuracyText() {}

  static String of(List<Row> rows, boolean perRow, boolean markdown) {
    StringBuilder out = new StringBuilder();
    long scored = rows.stream().filter(Row::scored).count();
    out.append(Text.of("%d of %d rows scored%n%n", scored, rows.size()));
    print(out, groups(rows), markdown);
    OomSummary oom = OomSummary.of(rows);
    out.append(
        Text.of(
            "%nOut of memory: %d of %d called so; ran: %d of %d called fitting; right %.1f %%%n%n",
            oom.calledOutOfMemory(),
            oom.outOfMemory(),
            oom.calledFitting(),
            oom.ran(),
            oom.rightPct()));
    print(out, peers(rows), markdown);
    out.append('\n');
    print(out, reasons(rows), markdown);
    if (perRow) {
      out.append('\n');
      print(out, each(rows), markdown);
    }
    return out.toString();
  }

  static void print(StringBuilder out, Table t, boolean markdown) {
    out.append(markdown ? t.markdown() : t.text());
  }

  private static Table groups(List<Row> rows) {
    Table t = summaries();
    for (Group g : Group.of(rows)) {
      line(t, g.name(), "memory", g.memory());
      line(t, g.name(), "speed", g.speed());
      line(t, g.name(), "wall", g.wall());
    }
    return t;
  }

  /** For one line for each group and figure. */
  static Table summaries() {
    return new Table(
        "group",
        "what",
        "n",
        "median %",
        "MAPE %",
        "p90 %",
        "within 10 %",
        "bias %",
        "inside P10-P90 %");
  }

  static void line(Table t, String name, String what, Summary s) {
    if (s.n() > 0) {
      t.row(
          name,
          what,
          "" + s.n(),
          Text.of("%.1f", s.medianErrorPct()),
          Text.of("%.1f", s.meanErrorPct()),
          Text.of("%.1f", s.p90ErrorPct()),
          Text.of("%.0f", s.within10Pct()),
          Text.of("%.1f", s.biasPct()),
          Text.of("%.0f", s.coveragePct()));
    }
  }

  private static Table peers(List<Row> rows) {
    Table t =
        new Table("on the same rows", "what", "n", "median %", "tuneplan's", "p90 %", "tuneplan's");
    for (PeerSummary p : PeerSummary.of(rows)) {
      t.row(
          p.peer().title(),
          p.what(),
          "" + p.theirs().n(),
          Text.of("%.1f", p.theirs().medianErrorPct()),
          Text.of("%.1f", p.ours().medianErrorPct()),
          Text.of("%.1f", p.theirs().p90ErrorPct()),
          Text.of("%.1f", p.ours().p90ErrorPct()));
    }
    return t;
  }

  private static Table reasons(List<Row> rows) {
    Table t = new Table("rows", "not scored because");
    rows.stream()
        .filter(r -> !r.scored())
        .collect(Collectors.groupingBy(Row::reason, TreeMap::new, Collectors.counting()))
        .forEach((why, n) -> t.row("" + n, why));
    return t;
  }

  private static Table each(List<Row> rows) {
    Table t =
        new Table(
            "id",
            "GiB",
            "measured",
            "off %",
            "tok/s/GPU",
            "measured",
            "off %",
            "hours",
            "measured",
            "off %",
            "P(OOM)",
            "ran");
    for (Row r : rows) {
      if (r.scored()) {
        t.row(
            r.about().id(),
            cell(r.memory(), s -> s.predicted().p50()),
            cell(r.memory(), Score::actual),
            cell(r.memory(), Score::errorPct),
            cell(r.speed(), s -> s.predicted().p50()),
            cell(r.speed(), Score::actual),
            cell(r.speed(), Score::errorPct),
            cell(r.wall(), s -> s.predicted().p50()),
            cell(r.wall(), Score::actual),
            cell(r.wall(), Score::errorPct),
            r.oom().map(o -> Text.percent(o.probability())).orElse(""),
            r.oom().map(o -> o.happened() ? "no" : "yes").orElse(""));
      }
    }
    return t;
  }

  private static String cell(Optional<Score> score, ToDoubleFunction<Score> value) {
    return score.map(s -> Text.of("%.2f", value.applyAsDouble(s))).orElse("");
  }
}
