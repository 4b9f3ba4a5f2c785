package dev.tuneplan.cost.facts;

import java.util.Locale;

/** What a pod reserves and is priced for. */
public enum Resource {
  /** Whole GPUs; parts of one are fractions. */
  GPU("GPU"),
  /** Cores. */
  CPU("core"),
  /** GiB. */
  MEMORY("GiB"),
  /** GiB of ephemeral storage. */
  DISK("GiB");

  private final String unit;

  Resource(String unit) {
    this.unit = unit;
  }

  /** Of what an amount is. */
  public String unit() {
    return unit;
  }

  /** For trees. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
