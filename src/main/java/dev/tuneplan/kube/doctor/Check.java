package dev.tuneplan.kube.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what it is
 * @param state how it stands
 * @param found what was seen
 * @param fix what to do; empty only where nothing is to be done
 */
public record Check(String subject, State state, String found, String fix) {
  public Check {
    if (subject.isBlank() || found.isBlank()) {
      throw new IllegalArgumentException("a check names its subject and what was found");
    }
    if (state == State.OK != fix.isEmpty()) {
      throw new IllegalArgumentException(
          "what is ok needs no fix and all else needs one, was " + state + ": '" + fix + "'");
    }
  }

  /** It is as it should be. */
  public static Check ok(String subject, String found) {
    return new Check(subject, State.OK, found, "");
  }

  /** Something optional is not there, or wants a look. */
  public static Check warning(String subject, String found, String fix) {
    return new Check(subject, State.WARNING, found, fix);
  }

  /** Something that is needed is not there. */
  public static Check missing(String subject, String found, String fix) {
    return new Check(subject, State.MISSING, found, fix);
  }

  /** It could not be looked at. */
  public static Check unknown(String subject, String found, String fix) {
    return new Check(subject, State.UNKNOWN, found, fix);
  }
}
