package dev.tuneplan.launch;

/** A plan that recommends nothing that fits: it is not launched. Commands exit with code 4. */
public final class DoesNotFit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why, and what would help. */
  public DoesNotFit(String message) {
    super(message);
  }
}
