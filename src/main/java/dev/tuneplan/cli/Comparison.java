package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.plan.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The way from one run spec to another, one change after the other, each with what it does to the
 * recommended candidate. The steps' differences add up to the difference of the two by
 * construction.
 *
 * @param from the plan of the first spec
 * @param steps the changes, in the order of the second spec
 */
record Comparison(Planning from, List<Step> steps) {
  /**
   * One change, or several that are only valid together.
   *
   * @param changes what was set, dropped or replaced
   * @param after the plan with this change and all before it
   */
  record Step(List<Change> changes, Planning after) {}

  /** A key with its values as text; empty means absent. */
  record Change(String key, String before, String after) {}

  /** Plans both specs and every stage between them. */
  static Comparison of(Node a, Node b, Function<Node, Planning> planner) {
    Leaves target = Leaves.of(b);
    Planning from = planner.apply(a);
    Planning to = planner.apply(b);
    Map<String, Change> changes = changes(Leaves.of(a), target);
    List<Step> steps = new ArrayList<>();
    List<Change> pending = new ArrayList<>();
    Leaves at = Leaves.of(a);
    int left = changes.size();
    for (Change c : changes.values()) {
      Node value = target.values().get(c.key());
      at = value == null ? at.without(c.key()) : at.with(c.key(), value);
      pending.add(c);
      left--;
      try {
        steps.add(new Step(List.copyOf(pending), left == 0 ? to : planner.apply(at.tree())));
        pending.clear();
      } catch (InvalidInput e) {
        // not valid by itself: goes together with the next change
      }
    }
    return new Comparison(from, List.copyOf(steps));
  }

  private static Map<String, Change> changes(Leaves a, Leaves b) {
    Map<String, Change> changes = new LinkedHashMap<>();
    a.values()
        .forEach((key, node) -> {
          if (!b.values().containsKey(key)) {
            changes.put(key, new Change(key, text(node), ""));
          }
        });
    b.values()
        .forEach((key, node) -> {
          Node old = a.values().get(key);
          if (old == null || !Objects.equals(Leaves.plain(old), Leaves.plain(node))) {
            changes.put(key, new Change(key, old == null ? "" : text(old), text(node)));
          }
        });
    changes.keySet().removeIf(k -> k.startsWith("metadata."));
    return changes;
  }

  private static String text(Node node) {
    return String.valueOf(Leaves.plain(node));
  }

  /** The plan of the second spec. */
  Planning to() {
    return steps.isEmpty() ? from : steps.getLast().after();
  }

  /** What was recommended before a step. */
  Planning before(int step) {
    return step == 0 ? from : steps.get(step - 1).after();
  }

  /** A figure of a plan's recommendation; NaN when it has none. */
  static double of(Planning p, Function<Candidate, Double> figure) {
    return p.plan().recommended().map(figure).orElse(Double.NaN);
  }
}
