package dev.tuneplan.kube.doctor;

import java.util.Locale;

/** How something stands. */
public enum State {
  /** It is as it should be. */
  OK,
  /** Something optional is not there, or wants a look. */
  WARNING,
  /** Something that is needed is not there. */
  MISSING,
  /** It could not be looked at. */
  UNKNOWN;

  /** As people and programs read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
