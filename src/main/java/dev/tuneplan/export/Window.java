package dev.tuneplan.export;

import dev.tuneplan.cost.facts.Span;
import java.time.Instant;
import java.util.Optional;

/**
 * The time of which costs are exported, half open.
 *
 * @param from empty: from the beginning
 * @param to empty: to the end; else after {@code from}
 */
public record Window(Optional<Instant> from, Optional<Instant> to) {
  /** All there is. */
  public static final Window ALL = new Window(Optional.empty(), Optional.empty());

  public Window {
    if (from.isPresent() && to.isPresent() && !to.get().isAfter(from.get())) {
      throw new IllegalArgumentException(
          "a window must end after it begins, was " + from.get() + ".." + to.get());
    }
  }

  /** What of a stretch is inside; empty: nothing. */
  public Optional<Span> within(Span span) {
    Instant begin = from.filter(f -> f.isAfter(span.from())).orElse(span.from());
    Instant end = to.filter(t -> t.isBefore(span.to())).orElse(span.to());
    return end.isAfter(begin) ? Optional.of(new Span(begin, end)) : Optional.empty();
  }

  /** Whether a moment is inside. */
  public boolean holds(Instant moment) {
    return from.filter(moment::isBefore).isEmpty() && to.filter(t -> !moment.isBefore(t)).isEmpty();
  }
}
