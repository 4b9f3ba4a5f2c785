package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which phase it was when, in microseconds since the attempt's start. Used by one thread. */
final class Timeline {
  private final List<Begin> begins = new ArrayList<>();

  private record Begin(Phase phase, long at) {}

  /** A time within one phase. */
  record Piece(Phase phase, long from, long to) {
    long length() {
      return to - from;
    }
  }

  /** A phase begins, and the one before ends; never before that began. */
  void begin(Phase phase, long at) {
    begins.add(new Begin(phase, begins.isEmpty() ? 0 : Math.max(at, begins.getLast().at)));
  }

  /** Whether a phase has begun. */
  boolean begun() {
    return !begins.isEmpty();
  }

  /** A time cut at every change of phase. What is before the first phase counts to the first. */
  List<Piece> cut(long from, long to) {
    List<Piece> pieces = new ArrayList<>();
    int last = begins.size() - 1;
    while (last > 0 && begins.get(last).at >= to) {
      last--;
    }
    int first = last;
    while (first > 0 && begins.get(first).at > from) {
      first--;
    }
    for (int i = first; i <= last; i++) {
      long begin = i == first ? from : begins.get(i).at;
      long end = i == last ? to : begins.get(i + 1).at;
      if (end > begin || i == last) {
        pieces.add(new Piece(begins.get(i).phase, begin, end));
      }
    }
    return pieces;
  }

  /** How long each phase was up to a moment. */
  Map<Phase, Long> lengths(long to) {
    Map<Phase, Long> lengths = new EnumMap<>(Phase.class);
    if (begun()) {
      cut(0, to).forEach(p -> lengths.merge(p.phase, p.length(), Long::sum));
    }
    return lengths;
  }
}
