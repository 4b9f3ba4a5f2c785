package dev.tuneplan.agent;

import java.util.Locale;
import java.util.Optional;

/** What an attempt is at. Whatever is measured is measured by phase. */
public enum Phase {
  /** Waiting until the other nodes answer. */
  PEERS,
  /** From the start of the command to the first step: imports, weights, data. */
  SETUP,
  /** Steps, from the first one on. */
  TRAINING,
  /** Evaluations between them, as far as the output shows them. */
  EVALUATION,
  /** Checkpoints that the steps wait for. */
  CHECKPOINT,
  /** From the first request to end. */
  STOPPING;

  /** As events name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By its word. */
  public static Optional<Phase> of(String word) {
    for (Phase phase : values()) {
      if (phase.word().equals(word)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }
}
