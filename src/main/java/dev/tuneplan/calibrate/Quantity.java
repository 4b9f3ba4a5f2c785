package dev.tuneplan.calibrate;

import java.util.Locale;

/** What is predicted. */
public enum Quantity {
  /** Tokens per second and GPU, padding included, while it trains. */
  SPEED,
  /** Bytes of one GPU at the peak. */
  MEMORY,
  /** Seconds from the start of the container to the first step. */
  SETUP;

  /** For trees. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
