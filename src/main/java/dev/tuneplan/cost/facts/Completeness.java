package dev.tuneplan.cost.facts;

import java.util.List;

/** Whether all of a run's cost is known. */
public sealed interface Completeness {
  /** All that there will be. */
  record Complete() implements Completeness {}

  /**
   * Not yet: a cost that is shown is "so far".
   *
   * @param why at least one sentence
   */
  record Pending(List<String> why) implements Completeness {
    public Pending {
      why = List.copyOf(why);
      if (why.isEmpty()) {
        throw new IllegalArgumentException("what is pending has a reason");
      }
    }
  }

  /** Of the reasons against it. */
  static Completeness of(List<String> missing) {
    return missing.isEmpty() ? new Complete() : new Pending(missing);
  }

  /** Whether it is. */
  default boolean complete() {
    return this instanceof Complete;
  }
}
