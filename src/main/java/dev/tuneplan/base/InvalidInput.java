package dev.tuneplan.base;

import java.util.List;
import java.util.stream.Collectors;

/** What a user gave cannot be used: every fault at once. Commands answer it with exit code 2. */
public final class InvalidInput extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  /** Gathers faults that were found together. */
  public InvalidInput(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** One fault. */
  public InvalidInput(Place place, String subject, String rule) {
    this(List.of(new Problem(place, subject, rule)));
  }

  /** The faults, in the order of their places. */
  public List<Problem> problems() {
    return problems;
  }
}
