package dev.tuneplan.template;

/**
 * A part of a rendered text.
 *
 * @param start the first character, in Java's UTF-16 units from 0
 * @param end one past the last, ≥ start
 */
public record Span(int start, int end) {
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no span: " + start + " to " + end);
    }
  }
}
