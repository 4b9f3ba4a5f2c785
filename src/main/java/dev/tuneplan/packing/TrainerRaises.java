package dev.tuneplan.packing;

/** The trainer itself ends with an error on these lengths; the message says why and what to do. */
public final class TrainerRaises extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what the trainer refuses, and the repair. */
  public TrainerRaises(String message) {
    super(message);
  }
}
