package dev.tuneplan.reconcile;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.reconcile.Terms.Factor;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run was, in the terms of a plan.
 *
 * @param terms of the pods with GPUs; hours are GPU-hours over the number of GPUs
 * @param untold hours of which nobody says what they went into
 */
record Actual(Terms terms, BigDecimal untold) {

  /**
   * Of a run's cost.
   *
   * @param planned for what the run does not tell: it trained no step, so it has no speed
   * @param tokens of which something is left
   */
  static Actual of(RunCost cost, Planned planned, BigDecimal tokens) {
    BigDecimal gpus = gpus(cost.pods());
    BigDecimal gpuHours = cost.gpuHours();
    Map<Factor, BigDecimal> values = new EnumMap<>(Factor.class);
    if (gpus.signum() == 0 || gpuHours.signum() == 0) {
      // nothing was ever placed: all factors of time are nothing, and the others as planned
      values.put(Factor.GPUS, planned.gpus());
      values.put(Factor.RATE, planned.perGpuHour().orElse(BigDecimal.ZERO));
      values.put(Factor.THROUGHPUT, planned.hoursPerToken());
      return new Actual(new Terms(values), BigDecimal.ZERO);
    }
    Hours hours = new Hours(cost, gpus);
    BigDecimal training = hours.in(Bucket.TRAINING);
    boolean spoke = tokens.signum() > 0 && training.signum() > 0;
    values.put(Factor.GPUS, gpus);
    values.put(Factor.RATE, cost.ofPods().amount().divide(gpuHours, Terms.EXACT));
    values.put(Factor.TOKENS, spoke ? tokens : BigDecimal.ZERO);
    values.put(
        Factor.THROUGHPUT, spoke ? training.divide(tokens, Terms.EXACT) : planned.hoursPerToken());
    values.put(Factor.SETUP, hours.setup(false));
    values.put(
        Factor.OTHER,
        hours
            .in(Bucket.EVALUATION)
            .add(hours.in(Bucket.CHECKPOINT))
            .add(hours.in(Bucket.TEARDOWN)));
    values.put(Factor.RETRIES, hours.setup(true).add(hours.in(Bucket.LOST)));
    values.put(Factor.WASTE, hours.in(Bucket.STALLED).add(hours.in(Bucket.PEERS)));
    // training without a count of tokens is time of which the plan's terms cannot speak
    BigDecimal untold = spoke ? hours.in(Bucket.UNTOLD) : hours.in(Bucket.UNTOLD).add(training);
    return new Actual(new Terms(values), untold);
  }

  /** The GPUs of all nodes together, each by its largest pod. */
  private static BigDecimal gpus(List<PodCost> pods) {
    Map<Integer, BigDecimal> nodes = new HashMap<>();
    pods.forEach(p -> nodes.merge(p.pod().index(), p.gpus(), BigDecimal::max));
    return nodes.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Hours of the whole job. */
  private record Hours(RunCost cost, BigDecimal gpus) {
    BigDecimal in(Bucket bucket) {
      return cost.gpuHours(bucket).divide(gpus, Terms.EXACT);
    }

    /** Of the first pod of each node, or of those that came after it. */
    BigDecimal setup(boolean again) {
      return cost.pods().stream()
          .filter(p -> p.pod().ordinal() > 1 == again)
          .map(p -> p.gpuHours(Bucket.PULL).add(p.gpuHours(Bucket.SETUP)))
          .reduce(BigDecimal.ZERO, BigDecimal::add)
          .divide(gpus, Terms.EXACT);
    }
  }

  /** What the time cost of which nobody speaks. */
  Money unexplained() {
    return new Money(
        terms
            .of(Factor.GPUS)
            .multiply(terms.of(Factor.RATE), Terms.EXACT)
            .multiply(untold, Terms.EXACT));
  }
}
