package dev.tuneplan.benchmark;

import java.util.ArrayList;
import java.util.List;

/** What a file says: runs, and rows that teach nothing. */
public record Results(List<Measurement> runs, List<LeftOut> leftOut) {
  public Results {
    runs = List.copyOf(runs);
    leftOut = List.copyOf(leftOut);
  }

  static Results run(Measurement run) {
    return new Results(List.of(run), List.of());
  }

  static Results none(LeftOut why) {
    return new Results(List.of(), List.of(why));
  }

  /** Both together. */
  Results and(Results other) {
    List<Measurement> all = new ArrayList<>(runs);
    all.addAll(other.runs);
    List<LeftOut> out = new ArrayList<>(leftOut);
    out.addAll(other.leftOut);
    return new Results(all, out);
  }
}
