package dev.tuneplan.agent;

import java.util.Locale;
import java.util.Optional;

/**
 * How an attempt ended, and with which exit code the wrapper says so to whoever decides about
 * another attempt.
 */
public enum Outcome {
  /** Finished, and that was verified. */
  FINISHED(0),
  /** Interrupted; a checkpoint is there to go on from. */
  INTERRUPTED(75),
  /** The other nodes never came. */
  PEERS(76),
  /** Settings or data are wrong; another attempt would end alike. */
  SETTINGS(77),
  /** Out of memory of the GPU, or of the machine. */
  MEMORY(78),
  /** The budget is spent. */
  BUDGET(79),
  /** Stalled; another attempt may go on from the checkpoint. */
  STALLED(80),
  /** Anything else: the trainer's own exit code, and 1 when that would be 0. */
  TRAINER(1);

  private final int code;

  Outcome(int code) {
    this.code = code;
  }

  /** The wrapper's exit code, for {@link #TRAINER} when its own is 0. */
  public int code() {
    return code;
  }

  /**
   * A trainer's exit code as the wrapper passes it on: one that is a word of the wrapper's own
   * contract, and 0, would be misread by whoever decides about another attempt.
   *
   * @param instead of such a code
   */
  static int own(int exit, int instead) {
    return exit == 0 || (exit >= INTERRUPTED.code && exit <= STALLED.code) ? instead : exit;
  }

  /** As events and messages name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By its word. */
  public static Optional<Outcome> of(String word) {
    for (Outcome outcome : values()) {
      if (outcome.word().equals(word)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }
}
