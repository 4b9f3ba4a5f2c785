package dev.tuneplan.cli;

import dev.tuneplan.objects.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The labels that a saved plan gives to its run, by which costs and corrections are grouped. */
final class PlanLabels {
  private PlanLabels() {}

  /** Of a plan's tree; what it does not say has no label. */
  static Map<String, String> of(@Nullable Object plan) {
    Map<String, String> labels = new LinkedHashMap<>();
    text(plan, "spec", "method", "type").ifPresent(v -> labels.put(Labels.METHOD, v));
    text(plan, "recommended", "gpu").ifPresent(v -> labels.put(Labels.GPU, v));
    text(plan, "spec", "metadata", "project").ifPresent(v -> labels.put(Labels.PROJECT, v));
    return labels;
  }

  private static Optional<String> text(@Nullable Object tree, String... path) {
    @Nullable Object inner = tree;
    for (String key : path) {
      inner = inner instanceof Map<?, ?> m ? m.get(key) : null;
    }
    return inner instanceof String s && !s.isBlank() ? Optional.of(s) : Optional.empty();
  }
}
