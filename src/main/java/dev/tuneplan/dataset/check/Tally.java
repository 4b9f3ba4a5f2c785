package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Position;
import java.util.ArrayList;
import java.util.List;

/** Counts rows and keeps the places of the first. */
final class Tally {
  private final String check;
  private final String words;
  private final List<Position> first = new ArrayList<>();
  private long count;

  Tally(String check, String words) {
    this.check = check;
    this.words = words;
  }

  void add(Position at) {
    count++;
    if (first.size() < Finding.KEPT) {
      first.add(at);
    }
  }

  List<Finding> findings() {
    return count == 0 ? List.of() : List.of(new Finding(check, count, first, words));
  }
}
