package dev.tuneplan.runs;

import dev.tuneplan.agent.Outcome;
import java.util.Locale;

/** What a run or an attempt is at, or came to. */
public enum RunState {
  /** Made, and nothing begins it by itself. */
  HELD,
  /** Waits for its place in a queue. */
  QUEUED,
  /** Waits for a machine, an image or a volume. */
  PENDING,
  /** Begun by a launch; its wrapper does not answer yet. */
  STARTING,
  /** Its wrapper runs. */
  RUNNING,
  /** Asked to end, being deleted, or done while the cluster does not say so yet. */
  ENDING,
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

  /** Whether it is not over. */
  public boolean live() {
    return switch (this) {
      case HELD, QUEUED, PENDING, STARTING, RUNNING, ENDING -> true;
      case FINISHED, INTERRUPTED, BUDGET, FAILED, LOST -> false;
    };
  }

  /** What an attempt of this outcome came to. */
  public static RunState of(Outcome outcome) {
    return switch (outcome) {
      case FINISHED -> FINISHED;
      case INTERRUPTED -> INTERRUPTED;
      case BUDGET -> BUDGET;
      case PEERS, SETTINGS, MEMORY, STALLED, TRAINER -> FAILED;
    };
  }
}
