package dev.tuneplan.cli;

import java.io.Console;

/** The terminal, if there is one. */
final class Terminal {
  private Terminal() {}

  static boolean there() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
