package dev.tuneplan.tracer;

/** A trace that could not be made, in words for the user: what was tried, and what to do. */
public final class TraceFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public TraceFailure(String why) {
    super(why);
  }
}
