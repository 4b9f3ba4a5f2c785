package dev.tuneplan.agent;

import java.util.Locale;
import java.util.Optional;

/** What an attempt is at. Whatever is measured is measured by phase. */
public enum Phase {
  /** Waiting until the other nodes answer. */
  PEERS,
  /** From the start of the command to the first step: imports, weights, data. */
  SETUP,
  /** From the first step on, with evaluations and checkpoints. */
  TRAINING,
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
