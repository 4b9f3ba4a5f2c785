package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Example;

/** Texts that were read in the wrong encoding before they came here. */
public final class ReplacementSigns extends RowCheck {
  private static final char SIGN = '\uFFFD';

  /** Nothing seen yet. */
  public ReplacementSigns() {
    super(
        "replacement-characters",
        "hold U+FFFD, which stands where a text was read in a wrong encoding: convert the source"
            + " again",
        ReplacementSigns::wrong);
  }

  private static boolean wrong(Example example) {
    boolean[] found = new boolean[1];
    example.eachText(s -> found[0] |= s.indexOf(SIGN) >= 0);
    return found[0];
  }
}
