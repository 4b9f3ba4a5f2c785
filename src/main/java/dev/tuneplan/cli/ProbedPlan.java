package dev.tuneplan.cli;

import dev.tuneplan.base.Range;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.runs.ProbedRate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A plan with the speed that was measured in place of the estimated one. What its hours hold beside
 * the steps, such as the start, stays as it was estimated.
 *
 * @param plan as it was read
 * @param rate what was measured
 * @param peakMiB of the fullest GPU; empty: it was not told
 * @param date of the probe
 */
record ProbedPlan(LaunchPlan plan, ProbedRate rate, OptionalDouble peakMiB, String date) {
  private static final double HOUR = 3600;
  private static final double MIB_PER_GIB = 1024;

  /** Tokens in a second, of the whole job. */
  Range tokensPerSecond() {
    double planned = plan.forecast().tokens() / plan.forecast().steps();
    return rate.stepsPerSecond().times(rate.tokensPerStep().orElse(planned));
  }

  /** Steps alone, in hours. */
  private Range training() {
    return rate.stepsPerSecond().falling(r -> plan.forecast().steps() / r / HOUR);
  }

  /**
   * Hours of the whole run.
   *
   * @param estimated tokens in a second of one GPU, by the plan
   */
  Range hours(double estimated) {
    double steps = plan.forecast().tokens() / (estimated * plan.chosen().gpus()) / HOUR;
    double beside = Math.max(0, plan.forecast().hours().p50() - steps);
    return training().plus(Range.exactly(beside));
  }

  Optional<Range> usd(Range hours) {
    return plan.forecast().usd().map(u -> hours.times(u.p50() / plan.forecast().hours().p50()));
  }

  /** The plan's file anew. */
  Map<String, Object> tree(Node root) {
    Map<String, Object> tree = map(plain(root));
    Map<String, Object> recommended = map(tree.getOrDefault("recommended", Map.of()));
    Object before = map(recommended.getOrDefault("tokensPerSecondPerGpu", Map.of())).get("p50");
    double estimated = before instanceof Number n ? n.doubleValue() : perGpu().p50();
    Range hours = hours(estimated);
    recommended.put("tokensPerSecondPerGpu", Text.range(perGpu()));
    recommended.put("hours", Text.range(hours));
    usd(hours).ifPresent(u -> recommended.put("usd", Text.range(u)));
    recommended.put("basis", "measured by a probe of " + rate.steps() + " steps on " + date);
    recommended.put("learned", learned(recommended, perGpu().p50() / estimated));
    tree.put("recommended", recommended);
    total(tree, hours);
    tree.put("probe", probe(estimated));
    return tree;
  }

  /** A speed that was measured is not the model's: what a run teaches of that goes without it. */
  private static Map<String, Object> learned(Map<String, Object> recommended, double measured) {
    Map<String, Object> learned = map(recommended.getOrDefault("learned", Map.of()));
    double before = learned.get("speedFactor") instanceof Number n ? n.doubleValue() : 1;
    learned.put("speedFactor", before * measured);
    return learned;
  }

  private Range perGpu() {
    return tokensPerSecond().times(1.0 / plan.chosen().gpus());
  }

  private void total(Map<String, Object> tree, Range hours) {
    Map<String, Object> total = map(tree.getOrDefault("total", Map.of()));
    if (total.get("experiments") instanceof Number n) {
      total.put("hours", Text.range(hours.times(n.doubleValue())));
      usd(hours).ifPresent(u -> total.put("usd", Text.range(u.times(n.doubleValue()))));
      tree.put("total", total);
    }
  }

  private Map<String, Object> probe(double estimated) {
    return Tree.of(
        "date",
        date,
        "steps",
        rate.steps(),
        "seconds",
        Math.rint(rate.seconds() * 1000) / 1000,
        "tokensPerSecond",
        Text.range(tokensPerSecond()),
        "tokensPerSecondEstimated",
        estimated * plan.chosen().gpus(),
        "tokensCounted",
        rate.tokensPerStep().isPresent(),
        "peakMemGiB",
        peakMiB.isPresent() ? (Object) (peakMiB.getAsDouble() / MIB_PER_GIB) : Output.None.NONE);
  }

  /** With null where the file has it. */
  private static Object plain(Node node) {
    return switch (node) {
      case Node.Mapping m -> {
        Map<String, Object> map = new LinkedHashMap<>();
        m.entries().forEach((key, value) -> map.put(key, plain(value)));
        yield map;
      }
      case Node.Sequence s -> s.items().stream().map(ProbedPlan::plain).toList();
      case Node.Scalar s -> s.type() == Node.Scalar.Type.NULL ? Output.None.NONE : Leaves.plain(s);
    };
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> m) {
      m.forEach((k, v) -> {
        if (v != null) {
          map.put(String.valueOf(k), v);
        }
      });
    }
    return map;
  }
}
