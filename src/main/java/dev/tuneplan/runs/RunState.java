package dev.tuneplan.runs;

import java.util.Locale;

/** What an attempt is at, or came to. */
public enum RunState {
  /** Begun by a launch; its wrapper does not answer yet. */
  STARTING,
  /** Its wrapper runs. */
  RUNNING,
  /** Finished and verified. */
  FINISHED,
  /** Interrupted with a checkpoint. */
  INTERRUPTED,
  /** Its budget is spent. */
  BUDGET,
  /** Ended in any other way. */
  FAILED,
  /** Its wrapper died without a word, or was never started. */
  LOST;

  /** As people and machines read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether something runs. */
  public boolean live() {
    return this == STARTING || this == RUNNING;
  }
}
