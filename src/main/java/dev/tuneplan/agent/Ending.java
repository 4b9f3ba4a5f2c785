package dev.tuneplan.agent;

import dev.tuneplan.agent.progress.Checkpoint;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known when a trainer has ended, and what follows from it.
 *
 * @param exit the trainer's exit code; 128 and a signal's number when that ended it
 * @param stop why the wrapper ended it
 * @param proof whether it finished
 * @param checkpoint to go on from
 * @param stepped whether it made a step in this attempt
 * @param words what its output says about the end
 */
record Ending(
    int exit,
    Stop stop,
    Proof proof,
    Optional<Checkpoint> checkpoint,
    boolean stepped,
    Words words) {
  private static final int SIGNALLED = 128;
  private static final int TERMINATED = 143;

  /**
   * What output and cgroup say.
   *
   * @param memory the line that says so, or the kernel's count
   * @param settings the line that says so
   * @param error the last line that looks like an error
   */
  record Words(Optional<String> memory, Optional<String> settings, Optional<String> error) {
    static final Words NONE = new Words(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The contract of the wrapper's exit codes. A signal is never a success by itself: a trainer that
   * saves on SIGTERM and exits with 0 (Transformers' enable_jit_checkpoint) would otherwise be
   * Complete half way, as kubernetes#118310 has it.
   */
  Verdict verdict() {
    if (exit == 0 && proof instanceof Proof.Done done) {
      return new Verdict(Outcome.FINISHED, 0, done.how());
    }
    String open = proof instanceof Proof.Missing missing ? missing.why() : "it exited with " + exit;
    return switch (stop) {
      case BUDGET ->
          new Verdict(
              Outcome.BUDGET,
              Outcome.BUDGET.code(),
              "the budget is spent; "
                  + checkpoint
                      .map(c -> "checkpoint " + c.step() + " is saved")
                      .orElse("no checkpoint was saved"));
      case STALL ->
          new Verdict(
              Outcome.STALLED,
              Outcome.STALLED.code(),
              "it made no step any more; "
                  + checkpoint
                      .map(c -> "checkpoint " + c.step() + " is there to go on from")
                      .orElse("there is no checkpoint"));
      case SIGNAL -> interrupted(open);
      case NONE -> own(open);
    };
  }

  private Verdict interrupted(String why) {
    return checkpoint
        .map(c ->
            new Verdict(
                Outcome.INTERRUPTED,
                Outcome.INTERRUPTED.code(),
                "interrupted; checkpoint " + c.step() + " is there to go on from"))
        .orElseGet(() ->
            new Verdict(
                Outcome.TRAINER,
                Outcome.own(exit, TERMINATED),
                "interrupted without a checkpoint to go on from: " + why));
  }

  private Verdict own(String why) {
    if (exit == 0) {
      return new Verdict(Outcome.TRAINER, Outcome.TRAINER.code(), "it exited with 0, but " + why);
    }
    if (words.memory().isPresent()) {
      return new Verdict(Outcome.MEMORY, Outcome.MEMORY.code(), words.memory().get());
    }
    if (words.settings().isPresent() && !stepped) {
      return new Verdict(Outcome.SETTINGS, Outcome.SETTINGS.code(), words.settings().get());
    }
    String how =
        exit > SIGNALLED && exit < SIGNALLED + 65
            ? "signal " + (exit - SIGNALLED) + " ended it"
            : "it exited with " + exit;
    return new Verdict(
        Outcome.TRAINER,
        Outcome.own(exit, Outcome.TRAINER.code()),
        how + words.error().map(e -> ": " + e).orElse(""));
  }

  /** Whether the trainer finished. */
  sealed interface Proof {
    /** It did. */
    record Done(String how) implements Proof {}

    /** Nothing proves it. */
    record Missing(String why) implements Proof {}

    /** How far it was, for a sentence. */
    static String far(OptionalLong step, OptionalLong total) {
      if (step.isEmpty()) {
        return "nothing says how far it was";
      }
      return "it was at step "
          + step.getAsLong()
          + (total.isPresent() ? " of " + total.getAsLong() : " of an unknown number");
    }
  }
}
