package dev.tuneplan.usage;

/** Why a row is no call that costs something. */
public enum Left {
  NO_USAGE("calls without usage, whose cost is not known"),
  FAILED("failed calls without usage"),
  FROM_CACHE("calls that the proxy answered from its own cache"),
  CHUNK("pieces of streamed answers without usage"),
  OTHER("rows that are no calls of a model");

  private final String words;

  Left(String words) {
    this.words = words;
  }

  /** As people read it, in the plural. */
  public String words() {
    return words;
  }
}
