package dev.tuneplan.cost;

import java.util.Locale;

/** What a billed second of a GPU went into; each is in exactly one. */
public enum Bucket {
  /** From the place on a machine to the trainer's container: images, init containers. */
  PULL("pull and init"),
  /** From the container to the first step: weights, tokenising, compiling. */
  SETUP("set-up"),
  /** Until the last of several nodes is up. */
  PEERS("waiting for peers"),
  /** Steps of which something is left. */
  TRAINING("training"),
  EVALUATION("evaluation"),
  CHECKPOINT("checkpointing"),
  /** No step for far longer than steps take. */
  STALLED("stalled or idle"),
  /** Steps after the last usable checkpoint of an attempt that did not finish. */
  LOST("lost work"),
  /** From the last step to the end: merging, uploading, the grace period. */
  TEARDOWN("teardown"),
  /** The container ran, and nobody says at what. */
  UNTOLD("not told");

  private final String title;

  Bucket(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** For trees. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing is gained by it. */
  public boolean waste() {
    return this == PEERS || this == STALLED || this == LOST;
  }
}
