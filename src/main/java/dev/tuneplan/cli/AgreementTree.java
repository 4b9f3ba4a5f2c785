package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Agreement;
import dev.tuneplan.accuracy.AgreementSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The core beside traces, for people and for machines. */
final class AgreementTree {
  private AgreementTree() {}

  static Map<String, Object> of(List<Agreement> steps) {
    return Tree.of(
        "steps", steps.stream().map(AgreementTree::step).toList(),
        "summary",
            AgreementSummary.of(steps).stream()
                .map(s ->
                    Tree.of(
                        "split", s.split(),
                        "what", s.what(),
                        "n", s.n(),
                        "medianErrorPct", s.medianErrorPct(),
                        "p95ErrorPct", s.p95ErrorPct(),
                        "worstErrorPct", s.worstErrorPct()))
                .toList());
  }

  private static Map<String, Object> step(Agreement a) {
    Map<String, Object> tree = new LinkedHashMap<>(new TreeMap<>(a.about()));
    tree.put("reason", a.reason());
    tree.put("trace", figures(a.traced()));
    tree.put("core", a.core().<Object>map(AgreementTree::figures).orElse(Output.None.NONE));
    return tree;
  }

  private static Map<String, Object> figures(Agreement.Figures f) {
    return Tree.of(
        "peakBytes", f.peakBytes(),
        "flops", f.flops(),
        "bytes", f.bytes(),
        "operators", f.operators());
  }

  static String text(List<Agreement> steps, boolean markdown) {
    Table t = new Table("part", "what", "n", "median %", "p95 %", "worst %");
    for (AgreementSummary s : AgreementSummary.of(steps)) {
      t.row(
          s.split().isEmpty() ? "all" : s.split(),
          s.what(),
          "" + s.n(),
          Text.of("%.2f", s.medianErrorPct()),
          Text.of("%.2f", s.p95ErrorPct()),
          Text.of("%.2f", s.worstErrorPct()));
    }
    long left = steps.stream().filter(s -> s.core().isEmpty()).count();
    String table = markdown ? t.markdown() : t.text();
    return left == 0 ? table : table + Text.of("%nnot compared, over several GPUs: %d%n", left);
  }
}
