package dev.tuneplan.base;

/**
 * One fault in what a user gave.
 *
 * @param place where it is
 * @param subject the key that is wrong, such as {@code method.rank}
 * @param rule what is wrong, and what to do
 */
public record Problem(Place place, String subject, String rule) {

  @Override
  public String toString() {
    return place + " " + (subject.isEmpty() ? "" : subject + ": ") + rule;
  }
}
