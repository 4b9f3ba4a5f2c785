package dev.tuneplan.cost.facts;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time, half open.
 *
 * @param to not before {@code from}
 */
public record Span(Instant from, Instant to) {
  public Span {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "a span must not end before it begins, was " + from + ".." + to);
    }
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** What both have; of length zero where they have nothing. */
  public Span within(Span other) {
    Instant begin = from.isAfter(other.from) ? from : other.from;
    Instant end = to.isBefore(other.to) ? to : other.to;
    return end.isBefore(begin) ? new Span(begin, begin) : new Span(begin, end);
  }
}
