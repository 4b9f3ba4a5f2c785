package dev.tuneplan.cli;

import dev.tuneplan.cli.ReconcileAll.Came;
import dev.tuneplan.cli.ReconcileAll.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of all runs.
 *
 * @param lines of each
 * @param noted whether what was found was noted, or only looked for
 */
record ReconciledText(List<Line> lines, boolean noted) {
  ReconciledText {
    lines = List.copyOf(lines);
  }

  boolean failed() {
    return count(Came.FAILED) > 0;
  }

  private long count(Came came) {
    return lines.stream().filter(l -> l.came() == came).count();
  }

  String text(boolean markdown) {
    if (lines.isEmpty()) {
      return "no run is known yet; 'tuneplan launch PLAN' makes one\n";
    }
    StringBuilder out = new StringBuilder();
    List<Line> told = lines.stream().filter(l -> l.came() != Came.SAME).toList();
    if (!told.isEmpty()) {
      Table table = new Table("run", "name", "reconciled", "planned", "cost");
      told.forEach(l -> table.row(l.run(), l.name(), l.came().word(), l.planned(), l.cost()));
      out.append(markdown ? table.markdown() : table.text()).append('\n');
    }
    told.stream()
        .filter(l -> l.came() == Came.FAILED)
        .forEach(l -> out.append(l.run()).append(": ").append(l.why()).append('\n'));
    return out.append(sum()).append('\n').toString();
  }

  private String sum() {
    List<String> parts = new ArrayList<>();
    for (Came came : Came.values()) {
      if (count(came) > 0) {
        parts.add(count(came) + " " + came.word());
      }
    }
    long open = count(Came.NEW) + count(Came.CHANGED);
    return lines.size()
        + (lines.size() == 1 ? " run: " : " runs: ")
        + String.join(", ", parts)
        + (noted || open == 0 ? "" : "; 'tuneplan reconcile --all' notes them");
  }

  Map<String, Object> tree() {
    return Tree.of(
        "noted",
        noted,
        "runs",
        lines.stream()
            .map(l ->
                Tree.of(
                    "run", l.run(),
                    "name", l.name(),
                    "reconciled", l.came().word(),
                    "cost", l.found().isPresent() ? l.cost() : Output.None.NONE,
                    "why", l.why()))
            .toList());
  }
}
