package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.plan.Candidate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** By what a candidate was corrected, as it is saved; reconcile.PlanFile reads it. */
final class LearnedTree {
  private LearnedTree() {}

  /** Empty: by nothing. */
  static Map<String, Object> of(Candidate c) {
    Map<Quantity, Correction> all = new LinkedHashMap<>();
    c.estimate().lessons().corrections().forEach(all::put);
    c.timing().lessons().corrections().forEach(all::put);
    Map<String, Object> tree = new LinkedHashMap<>();
    if (all.isEmpty() && c.timing().interruptions().isEmpty()) {
      return tree;
    }
    tree.put("calibration", c.estimate().lessons().version());
    for (Quantity quantity : Quantity.values()) {
      Optional.ofNullable(all.get(quantity)).ifPresent(l -> put(tree, quantity, l));
    }
    c.timing().interruptions().ifPresent(r -> tree.put("interruptionsPerGpuHour", r.perGpuHour()));
    return tree;
  }

  private static void put(Map<String, Object> tree, Quantity quantity, Correction c) {
    String word = quantity.word();
    tree.put(word + "Factor", c.factor());
    // of speed alone in plans of older versions
    tree.put(quantity == Quantity.SPEED ? "runs" : word + "Runs", c.runs());
    if (c.beyond() > 0) {
      tree.put(word + "RunsBeyond", c.beyond());
    }
    tree.put(quantity == Quantity.SPEED ? "last" : word + "Last", c.last().toString());
  }
}
