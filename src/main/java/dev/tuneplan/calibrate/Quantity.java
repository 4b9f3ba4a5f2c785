package dev.tuneplan.calibrate;

import java.util.Locale;

/** What is predicted. */
public enum Quantity {
  /** Tokens per second and GPU, padding included, while it trains. */
  SPEED,
  /** Memory of one GPU at the peak above what is known exactly: weights, gradients, states. */
  MEMORY,
  /** Seconds from the start of the container to the first step. */
  SETUP,
  /** Time of training with its evaluations and checkpoints, beside that without. */
  OVERHEAD;

  /** For trees. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
