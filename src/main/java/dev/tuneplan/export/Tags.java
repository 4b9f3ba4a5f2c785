package dev.tuneplan.export;

import dev.tuneplan.objects.Labels;
import dev.tuneplan.reconcile.Reconciliation;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a run's labels say of whose it is. */
final class Tags {
  private Tags() {}

  /** A label; empty: it has none. */
  static String of(Reconciliation run, String key) {
    return run.labels().getOrDefault(key, "");
  }

  /** All of them in order, with the run's id, without those that the control plane writes. */
  static Map<String, String> all(Reconciliation run) {
    Map<String, String> tags =
        run.labels().entrySet().stream()
            .filter(e -> !e.getKey().contains("controller-uid"))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    if (!run.run().isEmpty()) {
      tags.put(Labels.RUN_ID, run.run());
    }
    return tags;
  }
}
