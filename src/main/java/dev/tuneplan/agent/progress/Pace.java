package dev.tuneplan.agent.progress;

import dev.tuneplan.agent.record.Moment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * Speed from our own pairs of time and count, the newest of them. What trainers say of their speed
 * is not used: after a resume Transformers divides the steps of all sessions by the time of one.
 * Not thread-safe.
 */
public final class Pace {
  private static final int PAIRS = 64;
  private static final double NANOS = 1e9;

  private final Deque<Pair> pairs = new ArrayDeque<>();

  private record Pair(long nanos, long count) {}

  /** Takes a count; one that is not above the last is left out. */
  public void add(Moment at, long count) {
    if (!pairs.isEmpty() && count <= pairs.getLast().count) {
      return;
    }
    pairs.addLast(new Pair(at.nanos(), count));
    if (pairs.size() > PAIRS) {
      pairs.removeFirst();
    }
  }

  /** Counts in a second; empty before the second pair. */
  public OptionalDouble perSecond() {
    if (pairs.size() < 2 || pairs.getLast().nanos <= pairs.getFirst().nanos) {
      return OptionalDouble.empty();
    }
    double span = (pairs.getLast().nanos - pairs.getFirst().nanos) / NANOS;
    return OptionalDouble.of((pairs.getLast().count - pairs.getFirst().count) / span);
  }

  /** The median of the seconds that one count takes; empty before the second pair. */
  public OptionalDouble medianSeconds() {
    if (pairs.size() < 2) {
      return OptionalDouble.empty();
    }
    double[] seconds = new double[pairs.size() - 1];
    Pair before = pairs.getFirst();
    int i = -1;
    for (Pair pair : pairs) {
      if (i >= 0) {
        seconds[i] = (pair.nanos - before.nanos) / NANOS / (pair.count - before.count);
      }
      before = pair;
      i++;
    }
    java.util.Arrays.sort(seconds);
    return OptionalDouble.of(seconds[seconds.length / 2]);
  }
}
