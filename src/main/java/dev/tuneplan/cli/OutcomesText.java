package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Figure;
import dev.tuneplan.accuracy.Outcome;
import dev.tuneplan.accuracy.OutcomeGroup;
import dev.tuneplan.accuracy.Score;
import dev.tuneplan.accuracy.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How right plans of reconciled runs were.
 *
 * @param runs what was found
 * @param perRow whether every run is shown
 */
record OutcomesText(RunOutcomes runs, boolean perRow) {
  String text(boolean markdown) {
    List<Outcome> outcomes = runs.outcomes();
    StringBuilder out = new StringBuilder();
    int all = outcomes.size() + runs.leftOut().values().stream().mapToInt(n -> n).sum();
    if (all == 0) {
      return "no run was reconciled yet; 'tuneplan reconcile RUN' does that\n";
    }
    out.append(Text.of("%d of %d runs scored%n%n", outcomes.size(), all));
    if (!outcomes.isEmpty()) {
      List<OutcomeGroup> groups = OutcomeGroup.of(outcomes);
      AccuracyText.print(out, summaries(groups), markdown);
      out.append(
          "\n"
              + "Bias is the median: above 0 a plan said more than was. Of 100 runs 80 should lie"
              + " inside P10-P90.\n");
      int full = groups.getFirst().gpuFull();
      if (full > 0) {
        out.append(Text.of("Out of GPU memory: %d, where the plan said that it fits.%n", full));
      }
    }
    if (!runs.leftOut().isEmpty()) {
      out.append('\n');
      Table reasons = new Table("runs", "not scored because");
      new TreeMap<>(runs.leftOut()).forEach((why, n) -> reasons.row("" + n, why));
      AccuracyText.print(out, reasons, markdown);
    }
    if (perRow) {
      out.append('\n');
      AccuracyText.print(out, each(outcomes), markdown);
    }
    return out.toString();
  }

  private static Table summaries(List<OutcomeGroup> groups) {
    Table t = AccuracyText.summaries();
    for (OutcomeGroup g : groups) {
      g.figures().forEach((figure, s) -> AccuracyText.line(t, name(g), figure.title(), s));
    }
    return t;
  }

  private static String name(OutcomeGroup g) {
    return switch (g.by()) {
      case ALL -> "all";
      case MONTH -> "month " + g.name();
      case SETUP -> g.name();
      case PLAN -> "plans " + g.name();
    };
  }

  private static Table each(List<Outcome> outcomes) {
    List<String> heads = new ArrayList<>(List.of("run", "name", "ended", "setup"));
    heads.addAll(List.of("GiB", "was", "off %", "tok/s/GPU", "was", "off %"));
    heads.addAll(List.of("GPU-hours", "was", "off %", "USD", "was", "off %"));
    Table t = new Table(heads.toArray(String[]::new));
    for (Outcome o : outcomes) {
      List<String> cells = new ArrayList<>();
      cells.add(o.run());
      cells.add(o.name());
      cells.add(o.ended().toString().substring(0, 10));
      cells.add(o.setup().toString());
      for (Figure figure : Figure.values()) {
        Optional<Score> score = Optional.ofNullable(o.scores().get(figure));
        cells.add(cell(score, s -> s.predicted().p50()));
        cells.add(figure == Figure.MEMORY && o.gpuFull() ? "full" : cell(score, Score::actual));
        cells.add(score.map(s -> Text.of("%+.1f", s.errorPct())).orElse("-"));
      }
      t.row(cells.toArray(String[]::new));
    }
    return t;
  }

  private static String cell(Optional<Score> score, ToDoubleFunction<Score> value) {
    return score.map(s -> Text.of("%.2f", value.applyAsDouble(s))).orElse("-");
  }

  Map<String, Object> tree() {
    List<OutcomeGroup> groups = OutcomeGroup.of(runs.outcomes());
    Map<String, Object> tree =
        Tree.of(
            "scored",
            runs.outcomes().size(),
            "notScored",
            new TreeMap<>(runs.leftOut()),
            "groups",
            groups.stream().map(OutcomesText::group).toList());
    if (perRow) {
      tree.put("runs", runs.outcomes().stream().map(OutcomesText::one).toList());
    }
    return tree;
  }

  private static Map<String, Object> group(OutcomeGroup g) {
    Map<String, Object> tree =
        Tree.of(
            "by", g.by().word(), "name", g.name(), "runs", g.runs(), "outOfMemory", g.gpuFull());
    for (Map.Entry<Figure, Summary> e : g.figures().entrySet()) {
      tree.put(e.getKey().word(), AccuracyTree.summary(e.getValue()));
    }
    return tree;
  }

  private static Map<String, Object> one(Outcome o) {
    Map<String, Object> figures = new LinkedHashMap<>();
    o.scores()
        .forEach((figure, s) ->
            figures.put(figure.word(), AccuracyTree.score(Optional.of(s), "predicted", "actual")));
    return Tree.of(
        "run", o.run(),
        "name", o.name(),
        "ended", o.ended().toString(),
        "stack", o.setup().stack(),
        "gpu", o.setup().gpu(),
        "method", o.setup().method(),
        "corrected", o.learned(),
        "outOfMemory", o.gpuFull(),
        "figures", figures);
  }
}
