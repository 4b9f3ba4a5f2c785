package dev.tuneplan.economics;

import java.util.Locale;

/** To a question whose answer may not be known. */
public enum Answer {
  YES,
  NO,
  UNKNOWN;

  /** For people and machines. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
