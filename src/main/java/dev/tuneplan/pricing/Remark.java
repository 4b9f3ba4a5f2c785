package dev.tuneplan.pricing;

import dev.tuneplan.base.Place;

/**
 * What an import says of one row.
 *
 * @param place where the row begins
 * @param row the machine
 * @param reason why it was left out, or taken with care
 * @param sentence the reason in words; rows with the same one are counted together
 */
public record Remark(Place place, String row, Reason reason, String sentence) {
  static Remark of(ForeignRow row, Reason reason, String subject) {
    return new Remark(row.place(), row.shown(), reason, reason.sentence(subject));
  }

  @Override
  public String toString() {
    return place + " " + row + ": " + sentence;
  }
}
