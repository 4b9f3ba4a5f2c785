package dev.tuneplan.kube.doctor;

import java.util.List;

/** Everything that was looked at. */
public record Report(List<Section> sections) {
  public Report {
    sections = List.copyOf(sections);
  }

  /** How many checks stand so. */
  public long count(State state) {
    return sections.stream()
        .flatMap(s -> s.checks().stream())
        .filter(c -> c.state() == state)
        .count();
  }
}
