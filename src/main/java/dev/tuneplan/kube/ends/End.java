package dev.tuneplan.kube.ends;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.launch.Standing;
import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of a run.
 *
 * @param run which
 * @param how it ended
 * @param why in the controller's words, such as {@code BackoffLimitExceeded: Job has reached the
 *     specified backoff limit}; of a deleted one, what is known of that
 * @param at when, by the cluster's clock; empty when nothing tells
 */
public record End(RunRef run, How how, String why, Optional<Instant> at) {
  /** How a run can end. */
  public enum How {
    /** Well: its Job is Complete. */
    FINISHED,
    /** Its Job is Failed. */
    FAILED,
    /** Its Job is Failed because somebody cancelled it. */
    CANCELLED,
    /** Somebody deleted it before it ended, or nobody saw how it ended before. */
    DELETED
  }

  private static final String NOT_SEEN =
      "was deleted while the API server could not be watched; it may have ended before";

  /** By the object's own conditions; empty while it has not ended. */
  static Optional<End> of(RunRef run, KubeObject runner) {
    // of one that is being deleted too: it may have ended before
    return Standing.ended(runner).map(c -> of(run, runner, c));
  }

  private static End of(RunRef run, KubeObject runner, PlainTree condition) {
    String why = Standing.why(runner).orElse("");
    Optional<Instant> at =
        runner.time("status", "completionTime").or(() -> condition.time("lastTransitionTime"));
    if (condition.text("type").filter("Failed"::equals).isEmpty()) {
      return new End(run, How.FINISHED, why, at);
    }
    // cancelling gives it a deadline that is over, which is no reason to people
    return runner
        .annotation(Labels.CANCELLED)
        .map(by -> new End(run, How.CANCELLED, "cancelled " + by, at))
        .orElseGet(() -> new End(run, How.FAILED, why, at));
  }

  /** Of one that was deleted and had not ended. */
  static End deleted(RunRef run, KubeObject last) {
    return new End(run, How.DELETED, "was deleted", last.deleted());
  }

  /** Of one that is not there any more, without anybody having seen it go. */
  static End missed(RunRef run) {
    return new End(run, How.DELETED, NOT_SEEN, Optional.empty());
  }
}
