package dev.tuneplan.cli;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels that a saved plan gives to its run, by which costs and corrections are grouped. */
final class PlanLabels {
  private PlanLabels() {}

  /** Of a plan's tree; what it does not say has no label. */
  static Map<String, String> of(@Nullable Object plan) {
    PlainTree tree = PlainTree.of(plan);
    Map<String, String> labels = new LinkedHashMap<>();
    tree.text("spec", "method", "type").ifPresent(v -> labels.put(Labels.METHOD, v));
    tree.text("recommended", "gpu").ifPresent(v -> labels.put(Labels.GPU, v));
    tree.text("spec", "metadata", "project").ifPresent(v -> labels.put(Labels.PROJECT, v));
    labels.values().removeIf(String::isBlank);
    return labels;
  }
}
