package dev.tuneplan.accuracy;

import java.util.Locale;

/** What a plan says of a run, and the run can be held against. */
public enum Figure {
  /** GiB at the peak of the fullest GPU. */
  MEMORY("memory"),
  /** Tokens per second and GPU while it trains, padding included. */
  SPEED("speed"),
  /** GPU-hours of the run; billed ones are what a run came to. */
  TIME("GPU-hours"),
  /** Money of the run. */
  COST("cost");

  private final String title;

  Figure(String title) {
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
}
