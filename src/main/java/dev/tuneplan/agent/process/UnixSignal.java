package dev.tuneplan.agent.process;

/** Signals with their numbers, which Linux on x86-64 and arm64, and macOS, have in common. */
public enum UnixSignal {
  HUP(1),
  INT(2),
  KILL(9),
  TERM(15);

  private final int number;

  UnixSignal(int number) {
    this.number = number;
  }

  /** The number in signal(7). */
  public int number() {
    return number;
  }
}
