package dev.tuneplan.reconcile.show;

import dev.tuneplan.measured.AttemptUse;
import dev.tuneplan.measured.PhaseSum;
import dev.tuneplan.reconcile.PerMillion;
import dev.tuneplan.reconcile.Reconciliation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the GPUs of a run did, for machines. What is not known has no key. */
final class UseTree {
  private static final double PLACES = 1e9;

  private UseTree() {}

  static Map<String, Object> of(Reconciliation r) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("attempts", r.use().attempts().stream().map(UseTree::attempt).toList());
    tree.put("phases", r.use().byPhase().stream().map(UseTree::sum).toList());
    tree.put("all", sum(r.use().all()));
    return tree;
  }

  private static Map<String, Object> attempt(AttemptUse use) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("attempt", use.attempt());
    tree.put("channel", use.channel());
    use.lacks().ifPresent(why -> tree.put("lacks", why));
    return tree;
  }

  private static Map<String, Object> sum(PhaseSum sum) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("phase", sum.phase());
    tree.put("gpuHours", rounded(sum.gpuHours()));
    sum.wattHours().ifPresent(v -> tree.put("energyWh", rounded(v)));
    List<UseWords.Known> means = UseWords.known(sum.means());
    means.forEach(m -> tree.put(m.key(), rounded(m.value())));
    sum.peakMiB().ifPresent(v -> tree.put("peakMemMiB", v));
    return tree;
  }

  static Map<String, Object> tokens(PerMillion per) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("basis", per.basis().title());
    per.cost().ifPresent(c -> tree.put("cost", c.toString()));
    per.wattHours().ifPresent(v -> tree.put("energyWh", rounded(v)));
    return tree;
  }

  private static double rounded(double value) {
    return Math.rint(value * PLACES) / PLACES;
  }
}
