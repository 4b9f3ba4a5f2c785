package dev.tuneplan.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers faults, so that a user sees all of them in one go. Not thread-safe. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Notes a fault. */
  public void add(Place place, String subject, String rule) {
    found.add(new Problem(place, subject, rule));
  }

  /** The faults so far, in the order in which they were noted. */
  public List<Problem> found() {
    return List.copyOf(found);
  }

  /** Whether nothing is wrong so far. */
  public boolean none() {
    return found.isEmpty();
  }

  /** Stops with every fault found, ordered by place. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidInput(
          found.stream()
              .distinct()
              .sorted(
                  Comparator.comparing((Problem p) -> p.place().file())
                      .thenComparing(p -> p.place().line())
                      .thenComparing(p -> p.place().column()))
              .toList());
    }
  }
}
