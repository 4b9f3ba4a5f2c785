package dev.tuneplan.managed;

import java.util.Optional;

/**
 * Who says so, and how sure it is.
 *
 * @param source where it was read
 * @param date when it was true, as {@code 2026-10-07}; empty: undated, so treat it as stale
 * @param grade how it was learned
 */
public record Grounds(String source, Optional<String> date, Grade grade) {
  /** How a rate was learned. */
  public enum Grade {
    /** Read where the provider or a copy of its page says it. */
    READ("read"),
    /** Read in a copy that calls itself approximate or generated. */
    INDICATIVE("indicative"),
    /** Partly from memory. */
    PARTLY_RECALLED("partly-recalled"),
    /** From memory; nobody has read it again. */
    RECALLED("recalled");

    private final String word;

    Grade(String word) {
      this.word = word;
    }

    /** The word in files. */
    public String word() {
      return word;
    }
  }

  /** The date, or that there is none. */
  public String dated() {
    return date.orElse("undated");
  }
}
