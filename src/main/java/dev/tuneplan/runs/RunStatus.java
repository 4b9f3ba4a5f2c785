package dev.tuneplan.runs;

import java.util.List;
import java.util.Optional;

/**
 * How a run stands at a moment.
 *
 * @param state of the run as a whole
 * @param why it waits, or why it ended; empty: nothing to say
 * @param attempts in order; empty: none was begun
 */
public record RunStatus(
    RunRecord run, RunState state, Optional<String> why, List<Attempt> attempts) {
  public RunStatus {
    attempts = List.copyOf(attempts);
  }

  /** By its attempts alone: a run of which none was begun is one whose launch died. */
  public static RunStatus of(RunRecord run, List<Attempt> attempts) {
    Optional<Attempt> last =
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    RunState state = last.map(Attempt::state).orElse(RunState.LOST);
    return new RunStatus(
        run, state, state.live() ? Optional.empty() : last.flatMap(Attempt::why), attempts);
  }

  /** The newest attempt. */
  public Optional<Attempt> last() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }
}
