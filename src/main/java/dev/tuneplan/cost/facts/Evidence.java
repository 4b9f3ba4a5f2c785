package dev.tuneplan.cost.facts;

import java.util.Locale;

/** What a pod's times rest on, best first. */
public enum Evidence {
  /** The API server's own words about the pod, to its end. */
  A("watched"),
  /** The wrapper's files or last words: what passed before the container began is not known. */
  B("the wrapper's files"),
  /** The Job's counts and times alone. */
  C("the Job's status"),
  /** Nothing that happened: never shown as an actual cost. */
  D("an estimate");

  private final String source;

  Evidence(String source) {
    this.source = source;
  }

  /** What it rests on, for a sentence. */
  public String source() {
    return source;
  }

  /** The worse of two. */
  public Evidence and(Evidence other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether costs by it may teach later estimates. */
  public boolean teaches() {
    return this == A || this == B;
  }

  /** As trees for machines name it. */
  public String word() {
    return name().toUpperCase(Locale.ROOT);
  }
}
