package dev.tuneplan.launch;

import java.util.regex.Pattern;

/**
 * Which run it is: it follows from the plan's content, so that the same plan launched twice, or by
 * two people, is one run.
 *
 * @param hex 12 lower-case hexadecimal digits
 */
public record RunId(String hex) {
  private static final int DIGITS = 12;
  private static final int SHORT = 6;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

  public RunId {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a run id is 12 hexadecimal digits, was '" + hex + "'");
    }
  }

  /** The id of a plan with this SHA-256. */
  static RunId of(String planSha256) {
    return new RunId(planSha256.substring(0, DIGITS));
  }

  /**
   * The id of another run of the same plan, beside the first.
   *
   * @param number 2 for the second; 1 gives this id
   * @throws IllegalArgumentException when the number is less than 1
   */
  public RunId copy(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("copies are numbered from 1, was " + number);
    }
    return number == 1 ? this : of(Canonical.sha256(hex + " " + number));
  }

  /** What names of objects end with. */
  public String brief() {
    return hex.substring(0, SHORT);
  }

  @Override
  public String toString() {
    return hex;
  }
}
