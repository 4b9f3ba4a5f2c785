package dev.tuneplan.agent.record;

import java.util.Optional;

/**
 * An event among a program's own output, as a line that nobody else prints: whoever reads the log
 * of a container can follow its run with nothing else at hand.
 */
public final class MarkedLine {
  /** Before an event's JSON, at a line's beginning. */
  public static final String MARK = "##tuneplan ";

  private MarkedLine() {}

  /** An event's line, without its end. */
  public static String of(Event event) {
    return MARK + event.line();
  }

  /** Whether a line is no output of the program. */
  public static boolean marked(String line) {
    return line.startsWith(MARK);
  }

  /** The event of a line; empty when it has none, or was cut short. */
  public static Optional<Event> event(String line) {
    return marked(line) ? Event.parse(line.substring(MARK.length())) : Optional.empty();
  }
}
