package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Chosen;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.spec.LaunchSpec;
import dev.tuneplan.spec.RunSpec;
import java.util.OptionalDouble;

/**
 * How long a run may take, in seconds. The wrapper keeps the budget; these are backstops behind it,
 * since a pod's deadline begins anew with each attempt and a Job's also counts waiting.
 */
final class Caps {
  private static final double HOUR = 3600;

  /** How far beyond the plan's P90 an unlimited run may go. */
  private static final double BEYOND = 2;

  private static final double MARGIN = 1.1;

  /**
   * Kubernetes counts the pull of the images (core/v1, activeDeadlineSeconds: from
   * status.startTime, which is before it), and the wrapper does not: without room for it the pod
   * would be killed before the wrapper asks for the last checkpoint. 20 GB at 12 MB/s.
   */
  private static final long PULL = 1800;

  private Caps() {}

  /**
   * Of one attempt, and of all time on machines in a queue. Where nothing but this keeps the
   * budget, or a person said how long, it is no longer than that.
   */
  static long run(LaunchPlan plan) {
    LaunchSpec.Limits limits = plan.spec().launch().kubernetes().limits();
    if (limits.maxHours().isPresent()) {
      return seconds(limits.maxHours().getAsDouble());
    }
    RunSpec.BudgetSpec budget = plan.spec().budget();
    double hours = Double.POSITIVE_INFINITY;
    OptionalDouble rate =
        plan.chosen().price().stream().mapToDouble(Chosen.Price::jobPerHour).findFirst();
    if (budget.usd().isPresent() && rate.orElse(0) > 0) {
      hours = budget.usd().getAsDouble() / rate.getAsDouble();
    }
    if (budget.hours().isPresent()) {
      hours = Math.min(hours, budget.hours().getAsDouble());
    }
    long limit = seconds(Double.isFinite(hours) ? hours : BEYOND * plan.forecast().hours().p90());
    boolean wrapped = Pods.wrapped(plan.spec().launch().kubernetes().pod());
    return wrapped ? limit + PULL : limit;
  }

  /** Of the whole Job without a queue: with time to wait for nodes. */
  static long job(LaunchPlan plan) {
    return Math.round(run(plan) * MARGIN)
        + Math.round(plan.spec().launch().kubernetes().limits().waitHours() * HOUR);
  }

  private static long seconds(double hours) {
    // Kubernetes takes 32 bits for some of these
    return Math.clamp(Math.round(Math.ceil(hours * HOUR)), 60, Integer.MAX_VALUE / 4);
  }
}
