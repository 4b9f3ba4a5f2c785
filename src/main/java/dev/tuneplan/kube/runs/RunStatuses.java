package dev.tuneplan.kube.runs;

import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunState;
import dev.tuneplan.runs.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How runs stand, by their objects. */
final class RunStatuses {
  private RunStatuses() {}

  /**
   * One that is there.
   *
   * @param pods all of it, in any order
   */
  static RunStatus of(ClusterRun run, List<PodAttempt> pods) {
    List<Attempt> attempts = PodAttempt.of(pods.stream());
    RunState state = state(run, attempts);
    return new RunStatus(run.run(), state, why(run, state, pods, attempts), attempts);
  }

  /** One that was deleted while it was looked at; what it came to before stays. */
  static RunStatus deleted(RunStatus before) {
    return before.state().live()
        ? new RunStatus(
            before.run(), RunState.LOST, Optional.of("it was deleted"), before.attempts())
        : before;
  }

  private static RunState state(ClusterRun run, List<Attempt> attempts) {
    Optional<RunState> last =
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast().state());
    return switch (run.phase()) {
      case HELD -> RunState.HELD;
      case QUEUED -> RunState.QUEUED;
      case DELETING -> RunState.ENDING;
      case FINISHED -> RunState.FINISHED;
      case FAILED ->
          last.filter(s -> s == RunState.INTERRUPTED || s == RunState.BUDGET)
              .orElse(RunState.FAILED);
      case PENDING, RUNNING ->
          run.cancelled().isPresent()
              ? RunState.ENDING
              : last.filter(s -> s == RunState.RUNNING || s == RunState.STARTING)
                  .or(() -> last.filter(RunState.FINISHED::equals).map(s -> RunState.ENDING))
                  .orElse(RunState.PENDING);
    };
  }

  private static Optional<String> why(
      ClusterRun run, RunState state, List<PodAttempt> pods, List<Attempt> attempts) {
    Optional<String> own = attempts.isEmpty() ? Optional.empty() : attempts.getLast().why();
    return switch (state) {
      case PENDING, STARTING ->
          pods.stream()
              .filter(p -> !p.gone() && p.pod().end().isEmpty())
              .flatMap(p -> p.pod().waits().stream())
              .findFirst()
              // an attempt that ended, and the next is not there yet
              .or(() -> own.map(w -> "the last attempt: " + w));
      case FINISHED -> own.or(run::why);
      case FAILED, INTERRUPTED, BUDGET, LOST, ENDING ->
          Stream.of(run.cancelled().map(c -> "cancelled " + c), own.or(run::why))
              .flatMap(Optional::stream)
              .reduce((a, b) -> a + "; " + b);
      case QUEUED -> run.why();
      case HELD, RUNNING -> Optional.empty();
    };
  }
}
