package dev.tuneplan.cost.facts;

import dev.tuneplan.agent.Outcome;

/** Why a pod ended; what follows for another attempt depends on it. */
public enum Cause {
  /** Finished, and where a wrapper ran it verified that. */
  FINISHED("finished"),
  /** A pod of higher priority took its place. */
  PREEMPTED("preempted"),
  /** Evicted by the kubelet for want of a resource, or through the eviction API. */
  EVICTED("evicted"),
  /** Its machine was taken away, shut down or lost. */
  NODE_LOST("node lost"),
  /** Its queue took the quota back. */
  SUSPENDED("suspended by the queue"),
  /** Somebody deleted it. */
  DELETED("deleted"),
  /** Its activeDeadlineSeconds were over. */
  DEADLINE("deadline exceeded"),
  /** The machine's or the GPU's memory was not enough. */
  MEMORY("out of memory"),
  /** A signal ended it, and a checkpoint is there. */
  INTERRUPTED("interrupted"),
  /** The other nodes never came. */
  PEERS("peers did not come"),
  /** Settings or data are wrong. */
  SETTINGS("wrong settings"),
  /** The budget was spent. */
  BUDGET("budget spent"),
  /** It made no step any more. */
  STALLED("stalled"),
  /** The trainer failed. */
  FAILED("failed"),
  /** Nothing says how. */
  UNKNOWN("unknown"),
  /** It has not ended. */
  RUNNING("running");

  private final String word;

  Cause(String word) {
    this.word = word;
  }

  /** By the wrapper's word. */
  public static Cause of(Outcome outcome) {
    return switch (outcome) {
      case FINISHED -> FINISHED;
      case INTERRUPTED -> INTERRUPTED;
      case PEERS -> PEERS;
      case SETTINGS -> SETTINGS;
      case MEMORY -> MEMORY;
      case BUDGET -> BUDGET;
      case STALLED -> STALLED;
      case TRAINER -> FAILED;
    };
  }

  /** For people and trees. */
  public String word() {
    return word;
  }

  /** Whether the machine or the cluster ended it, not the training. */
  public boolean disruption() {
    return this == PREEMPTED || this == EVICTED || this == NODE_LOST || this == SUSPENDED;
  }

  /** Whether nothing is left of the steps after its last checkpoint. */
  public boolean unfinished() {
    return this != FINISHED && this != RUNNING;
  }
}
