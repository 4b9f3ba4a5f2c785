package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Position;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the longest examples with their places, for a sequence length that is asked later. */
final class Longest {
  private static final int KEPT = 10;

  /**
   * A long example.
   *
   * @param at where it stands; the reason says nothing
   * @param tokens of it
   */
  record Example(RowNote at, int tokens) {}

  private final PriorityQueue<Example> kept =
      new PriorityQueue<>(Comparator.comparingInt(Example::tokens));

  void add(Position at, int tokens) {
    if (kept.size() < KEPT || (kept.peek() instanceof Example least && tokens > least.tokens)) {
      kept.add(new Example(RowNote.of(at, ""), tokens));
      if (kept.size() > KEPT) {
        kept.remove();
      }
    }
  }

  /** The longest first. */
  List<Example> list() {
    return kept.stream().sorted(Comparator.comparingInt(Example::tokens).reversed()).toList();
  }
}
