package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.kube.render.Labels;
import dev.tuneplan.reconcile.Planned;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.reconcile.Tokens;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a reconciled run teaches of speed. */
final class RunObservation {
  private static final double HOUR = 3600;

  private RunObservation() {}

  /**
   * Useful tokens in the time of training, by GPU, beside the plan's speed before it was corrected.
   * Empty for runs on weak evidence, without a plan or without steps: they teach nothing.
   */
  static Optional<Observation> of(Reconciliation r) {
    RunCost cost = r.cost();
    BigDecimal hours = cost.gpuHours(Bucket.TRAINING);
    Optional<BigDecimal> tokens = r.tokens().flatMap(Tokens::computed);
    boolean teaches =
        cost.grade().teaches()
            && cost.completeness().complete()
            && hours.signum() > 0
            && tokens.isPresent()
            && r.planned().isPresent();
    if (!teaches) {
      return Optional.empty();
    }
    Planned plan = r.planned().orElseThrow();
    double predicted =
        plan.tokensPerSecond()
            .divide(plan.gpus(), MathContext.DECIMAL64)
            .divide(plan.speedFactor(), MathContext.DECIMAL64)
            .doubleValue();
    double actual = tokens.orElseThrow().doubleValue() / hours.doubleValue() / HOUR;
    return Optional.of(
        new Observation(
            r.run(), Quantity.SPEED, key(r.labels(), plan), predicted, actual, false, ended(cost)));
  }

  private static Key key(Map<String, String> labels, Planned plan) {
    return Experiences.key(
        labels.getOrDefault(Labels.TRAINER, ""),
        plan.gpu(),
        labels.getOrDefault(Labels.METHOD, ""),
        labels.getOrDefault(Labels.MODEL, ""),
        plan.gpus().intValue());
  }

  private static Instant ended(RunCost cost) {
    return cost.facts().wall().map(Span::to).orElse(Instant.EPOCH);
  }
}
