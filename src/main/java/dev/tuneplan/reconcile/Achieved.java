package dev.tuneplan.reconcile;

import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.PodEnd;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What a run came to in the figures of a plan.
 *
 * @param tokensPerSecond of one GPU: the useful steps' tokens, padding included, in the time of
 *     training alone; empty: no step is told
 * @param mfu model FLOPs utilisation at that speed, of the GPU that was planned; empty: the plan
 *     does not say its own
 * @param peakGiB the most that was in use on its fullest GPU; empty: nobody measured it
 * @param gpuFull whether an attempt ended for want of a GPU's memory: it needed more than the peak
 * @param gpuHours that were billed, retries included
 * @param whole whether it trained for as long as was planned: hours and money of one that did not
 *     are no measure of a plan
 */
public record Achieved(
    OptionalDouble tokensPerSecond,
    OptionalDouble mfu,
    OptionalDouble peakGiB,
    boolean gpuFull,
    double gpuHours,
    boolean whole) {
  private static final double MIB_PER_GIB = 1024;
  private static final double HOUR = 3600;

  /** Plans count steps from tokens: the trainer's own count is a little different. */
  private static final double NEARLY_ALL = 0.95;

  static Achieved of(Reconciliation r) {
    RunCost cost = r.cost();
    List<PodEnd> ends = cost.facts().pods().stream().map(PodAttempt::end).toList();
    OptionalDouble speed = speed(r);
    return new Achieved(
        speed,
        r.planned().map(p -> mfu(p, speed)).orElse(OptionalDouble.empty()),
        // last words are those of a wrapper that ended, rows those of one that was killed, too
        DoubleStream.concat(
                ends.stream().flatMapToDouble(e -> e.peakMiB().stream()),
                r.use().peakMiB().stream())
            .map(mib -> mib / MIB_PER_GIB)
            .max(),
        ends.stream().anyMatch(PodEnd::gpuFull),
        cost.gpuHours().doubleValue(),
        r.planned().filter(p -> whole(cost, p, ends)).isPresent());
  }

  private static OptionalDouble speed(Reconciliation r) {
    double training = r.cost().gpuHours(Bucket.TRAINING).doubleValue();
    Optional<BigDecimal> tokens = r.tokens().flatMap(Tokens::computed);
    return training > 0 && tokens.isPresent()
        ? OptionalDouble.of(tokens.get().doubleValue() / training / HOUR)
        : OptionalDouble.empty();
  }

  /** As much more than planned as it was faster. */
  private static OptionalDouble mfu(Planned planned, OptionalDouble speed) {
    return planned.mfu().isPresent() && speed.isPresent()
        ? OptionalDouble.of(planned.mfu().getAsDouble() * speed.getAsDouble() / planned.perGpu())
        : OptionalDouble.empty();
  }

  private static boolean whole(RunCost cost, Planned planned, List<PodEnd> ends) {
    return cost.usefulSteps() > 0
        ? cost.usefulSteps() >= NEARLY_ALL * planned.steps()
        : finished(ends);
  }

  private static boolean finished(List<PodEnd> ends) {
    return !ends.isEmpty() && ends.getLast().cause() == Cause.FINISHED;
  }
}
