package dev.tuneplan.template;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One rendering: its variables, what it has used up, and where it is. Not thread-safe. */
final class Run {
  private final Dict variables;
  private final Limits limits;
  private final Optional<LocalDateTime> now;
  private final StringBuilder root = new StringBuilder(1024);
  private final List<Span> generated = new ArrayList<>();
  private long left;
  private int depth;
  private Spot spot = new Spot(1, 1);

  Run(Dict variables, Limits limits, Optional<LocalDateTime> now) {
    this.variables = variables;
    this.limits = limits;
    this.now = now;
    this.left = limits.steps();
  }

  Dict variables() {
    return variables;
  }

  Optional<LocalDateTime> now() {
    return now;
  }

  StringBuilder root() {
    return root;
  }

  List<Span> generated() {
    return generated;
  }

  Spot spot() {
    return spot;
  }

  void at(Spot here) {
    spot = here;
    spend(1);
  }

  void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw Fault.limit("more than " + limits.steps() + " steps of evaluation");
    }
  }

  /** Counts a text that was made. */
  String made(String text) {
    room(text.length());
    return text;
  }

  /** Counts a text before it is made. */
  void room(long characters) {
    if (characters > limits.characters()) {
      throw Fault.limit("a text of more than " + limits.characters() + " characters");
    }
    spend(1 + characters / 8);
  }

  void write(StringBuilder out, String text) {
    room(
        (long) out.length() + text.length() > limits.characters() ? Long.MAX_VALUE : text.length());
    out.append(text);
  }

  /** Counts elements before they are made. */
  void elements(long count) {
    if (count > limits.characters() / 8) {
      throw Fault.limit("a list of more than " + limits.characters() / 8 + " elements");
    }
    spend(1 + count);
  }

  void enter() {
    spend(10);
    if (++depth > limits.depth()) {
      throw Fault.limit("calls more than " + limits.depth() + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
