package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.reconcile.Achieved;
import dev.tuneplan.reconcile.Grounds;
import dev.tuneplan.reconcile.Learned;
import dev.tuneplan.reconcile.Planned;
import dev.tuneplan.reconcile.Reconciliation;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a reconciled run teaches, each beside what its plan expected before it was corrected.
 *
 * @param planned what was expected
 * @param run what was
 * @param stack a stack profile's id by the name of a trainer, which may be one of several
 */
record RunLessons(Planned planned, Reconciliation run, UnaryOperator<String> stack) {
  private static final double HOUR = 3600;

  /** What is measured below the exact part counts as this share of what was expected above it. */
  static final double LEAST_ABOVE = 0.5;

  /** Empty for runs on weak evidence or without a plan: they teach nothing. */
  static Optional<RunLessons> of(Reconciliation r, UnaryOperator<String> stack) {
    boolean teaches = r.cost().grade().teaches() && r.cost().completeness().complete();
    return r.planned().filter(p -> teaches).map(p -> new RunLessons(p, r, stack));
  }

  List<Observation> observations() {
    return Stream.of(speed(), memory(), setup(), overhead()).flatMap(Optional::stream).toList();
  }

  /** Useful tokens in the time of training, by GPU. */
  Optional<Observation> speed() {
    OptionalDouble reached = run.achieved().tokensPerSecond();
    double predicted =
        planned
            .tokensPerSecond()
            .divide(planned.gpus(), MathContext.DECIMAL64)
            .divide(planned.grounds().speed(), MathContext.DECIMAL64)
            .doubleValue();
    return reached.isPresent()
        ? seen(Quantity.SPEED, predicted, reached.getAsDouble())
        : Optional.empty();
  }

  /**
   * The fullest GPU above what is known exactly. A run that ended for want of a GPU's memory says
   * that it needed more than there was, whatever an attempt after it used.
   */
  Optional<Observation> memory() {
    Optional<Grounds.Room> room = planned.grounds().room();
    if (room.isEmpty()) {
      return Optional.empty();
    }
    Achieved achieved = run.achieved();
    double above = room.get().above();
    if (achieved.gpuFull()) {
      double most = room.get().usable() - room.get().exact();
      return most > 0
          ? Optional.of(observed(Quantity.MEMORY, above, most, true))
          : Optional.empty();
    }
    return achieved.peakGiB().isPresent()
        ? seen(
            Quantity.MEMORY,
            above,
            Math.max(achieved.peakGiB().getAsDouble() - room.get().exact(), LEAST_ABOVE * above))
        : Optional.empty();
  }

  /** From the first container to its first step. */
  Optional<Observation> setup() {
    double predicted =
        planned.setupHours().doubleValue() * HOUR / planned.grounds().setup().doubleValue();
    return seen(Quantity.SETUP, predicted, run.learned().setupSeconds());
  }

  /** Training with evaluations and checkpoints, beside that without. */
  Optional<Observation> overhead() {
    double training = run.cost().gpuHours(Bucket.TRAINING).doubleValue();
    double other =
        run.cost()
            .gpuHours(Bucket.EVALUATION)
            .add(run.cost().gpuHours(Bucket.CHECKPOINT))
            .doubleValue();
    return seen(Quantity.OVERHEAD, training, training > 0 ? training + other : 0);
  }

  /** How long it was on machines that may be taken away. */
  Optional<Exposure> exposure() {
    Learned learned = run.learned();
    return learned.spotGpuHours() > 0
        ? Optional.of(
            new Exposure(
                run.run(), planned.gpu(), learned.spotGpuHours(), learned.disruptions(), ended()))
        : Optional.empty();
  }

  private Optional<Observation> seen(Quantity quantity, double predicted, double actual) {
    return predicted > 0 && actual > 0
        ? Optional.of(observed(quantity, predicted, actual, false))
        : Optional.empty();
  }

  private Observation observed(
      Quantity quantity, double predicted, double actual, boolean atLeast) {
    return new Observation(run.run(), quantity, key(), predicted, actual, atLeast, ended());
  }

  Key key() {
    Map<String, String> labels = run.labels();
    return Experiences.key(
        stack.apply(labels.getOrDefault(Labels.TRAINER, "")),
        planned.gpu(),
        labels.getOrDefault(Labels.METHOD, ""),
        labels.getOrDefault(Labels.MODEL, ""),
        planned.gpus().intValue());
  }

  /** When its last machine was released. */
  Instant ended() {
    return run.cost().facts().wall().map(Span::to).orElse(Instant.EPOCH);
  }
}
