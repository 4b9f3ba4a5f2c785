package dev.tuneplan.cost.rate;

/** A rate, or why there is none: what has no price is unpriced, never free. */
public sealed interface Quote {
  /** There is one. */
  record Priced(Rate rate) implements Quote {}

  /** There is none. */
  record Unpriced(String why) implements Quote {}
}
