package dev.tuneplan.cost.history;

import dev.tuneplan.agent.Outcome;
import dev.tuneplan.cost.facts.Cause;
import dev.tuneplan.cost.facts.PodEnd;
import dev.tuneplan.cost.facts.TrainerLog;
import dev.tuneplan.files.PlainTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Why a pod ended. What the cluster did goes before what the trainer made of it: exit code 75 after
 * a preemption is a preemption.
 */
final class EndReader {
  private EndReader() {}

  /**
   * Of a pod that ended.
   *
   * @param said by its wrapper
   * @param eviction why its queue had taken its quota back, if it had
   */
  static PodEnd of(PodVersions pod, Optional<TrainerLog.Said> said, Optional<String> eviction) {
    PlainTree terminated = pod.trainer().terminated();
    Optional<String> reason = pod.last().text("status", "reason");
    Optional<String> disruption = disruption(pod);
    OptionalInt exit =
        terminated.whole("exitCode").isPresent()
            ? OptionalInt.of((int) terminated.whole("exitCode").getAsLong())
            : OptionalInt.empty();
    Cause cause =
        verified(pod, said, disruption)
            .or(() -> disruption.map(d -> disrupted(d, reason)))
            .or(() -> reason.flatMap(EndReader::reason))
            .or(() -> eviction.map(e -> Cause.SUSPENDED))
            .or(() -> killed(terminated, reason))
            .or(() -> said.map(s -> Cause.of(s.outcome())))
            .or(() -> exit(exit))
            .orElse(deleted(pod) ? Cause.DELETED : Cause.UNKNOWN);
    return new PodEnd(
        cause,
        exit,
        words(pod, said, eviction),
        said.map(TrainerLog.Said::peakMiB).orElse(OptionalDouble.empty()));
  }

  private static Optional<String> disruption(PodVersions pod) {
    return pod.last().condition("DisruptionTarget", "True").flatMap(c -> c.text("reason"));
  }

  /**
   * Exit code 0 after a disruption is no success unless the wrapper verified it
   * (kubernetes/kubernetes#118310).
   */
  private static Optional<Cause> verified(
      PodVersions pod, Optional<TrainerLog.Said> said, Optional<String> disruption) {
    boolean succeeded = pod.last().text("status", "phase").filter("Succeeded"::equals).isPresent();
    boolean finished =
        said.map(s -> s.outcome() == Outcome.FINISHED)
            .orElse(succeeded && disruption.isEmpty() && !deletedWhileRunning(pod));
    return finished ? Optional.of(Cause.FINISHED) : Optional.empty();
  }

  private static boolean deletedWhileRunning(PodVersions pod) {
    // a grace period of nothing is how an ended pod is deleted
    return pod.last().whole("metadata", "deletionGracePeriodSeconds").orElse(0) > 0;
  }

  /** Reasons of the condition DisruptionTarget (Kubernetes 1.34.4, core/v1 and its writers). */
  private static Cause disrupted(String disruption, Optional<String> reason) {
    return switch (disruption) {
      case "PreemptionByScheduler" -> Cause.PREEMPTED;
      case "EvictionByEvictionAPI" -> Cause.EVICTED;
      // a machine that shuts down ends its pods in good order
      case "TerminationByKubelet" ->
          reason.filter("Terminated"::equals).isPresent() ? Cause.NODE_LOST : Cause.EVICTED;
      default -> Cause.NODE_LOST;
    };
  }

  private static Optional<Cause> reason(String reason) {
    return switch (reason) {
      case "Evicted" -> Optional.of(Cause.EVICTED);
      case "DeadlineExceeded" -> Optional.of(Cause.DEADLINE);
      case "Preempting" -> Optional.of(Cause.PREEMPTED);
      case "NodeLost", "NodeShutdown", "Terminated", "Shutdown" -> Optional.of(Cause.NODE_LOST);
      default -> Optional.empty();
    };
  }

  private static Optional<Cause> killed(PlainTree terminated, Optional<String> reason) {
    boolean memory =
        terminated.text("reason").or(() -> reason).filter("OOMKilled"::equals).isPresent();
    return memory ? Optional.of(Cause.MEMORY) : Optional.empty();
  }

  private static Optional<Cause> exit(OptionalInt exit) {
    if (exit.isEmpty()) {
      return Optional.empty();
    }
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.TRAINER
          && outcome != Outcome.FINISHED
          && outcome.code() == exit.getAsInt()) {
        return Optional.of(Cause.of(outcome));
      }
    }
    return exit.getAsInt() == 0 ? Optional.empty() : Optional.of(Cause.FAILED);
  }

  private static boolean deleted(PodVersions pod) {
    return pod.gone() || pod.last().deleted().isPresent();
  }

  private static String words(
      PodVersions pod, Optional<TrainerLog.Said> said, Optional<String> eviction) {
    List<String> words = new ArrayList<>();
    disruption(pod).ifPresent(words::add);
    pod.last().text("status", "reason").ifPresent(words::add);
    pod.last().text("status", "message").map(String::strip).ifPresent(words::add);
    eviction.ifPresent(e -> words.add("the queue took the quota back: " + e));
    PlainTree terminated = pod.trainer().terminated();
    terminated
        .text("reason")
        .filter(r -> !r.equals("Completed") && !r.equals("Error"))
        .ifPresent(words::add);
    terminated
        .text("exitCode")
        .filter(c -> !c.equals("0"))
        .ifPresent(c -> words.add("exit code " + c));
    said.map(TrainerLog.Said::why).filter(w -> !w.isBlank()).ifPresent(words::add);
    return String.join("; ", words);
  }
}
