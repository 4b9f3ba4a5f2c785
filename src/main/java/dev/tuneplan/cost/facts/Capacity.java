package dev.tuneplan.cost.facts;

import java.util.Locale;

/** On which terms a machine is had. */
public enum Capacity {
  ON_DEMAND,
  /** It may be taken away. */
  SPOT,
  /** Its labels do not say. */
  UNKNOWN;

  /** For people and trees. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
