package dev.tuneplan.agent;

/**
 * How an attempt ended.
 *
 * @param code the wrapper's exit code
 * @param why in a sentence without its end
 */
public record Verdict(Outcome outcome, int code, String why) {
  public Verdict {
    if ((code == 0) != (outcome == Outcome.FINISHED)) {
      throw new IllegalArgumentException("0 is for verified ends alone, was " + outcome);
    }
  }
}
