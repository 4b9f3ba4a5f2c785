package dev.tuneplan.tokens;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts examples by size while they are read, and draws a sample from each class of size: tokens
 * are nearly proportional to characters, so that little is left to vary within a class. The longest
 * examples are all kept, since one of them decides how much memory a run needs. Which are drawn
 * depends on their place alone: the same file gives the same sample. Not thread-safe.
 */
final class StrataBuilder {
  /** Classes of half an octave each. */
  private static final int CLASSES = 2 * Long.SIZE;

  static final int LONGEST = 64;
  static final int DRAWN = 2048;

  private final long[] examples = new long[CLASSES];
  private final long[] sizes = new long[CLASSES];
  private final List<PriorityQueue<Ticket>> drawn = new ArrayList<>();
  private final PriorityQueue<Stratum.Drawn> longest =
      new PriorityQueue<>(
          Comparator.comparingLong(Stratum.Drawn::size)
              .thenComparing(Comparator.comparingLong(StrataBuilder::ticket).reversed()));

  StrataBuilder() {
    for (int i = 0; i < CLASSES; i++) {
      // the largest ticket is given back first
      drawn.add(new PriorityQueue<>(Comparator.comparingLong(Ticket::number).reversed()));
    }
  }

  private record Ticket(long number, Stratum.Drawn example) {}

  void add(Stratum.Drawn example) {
    longest.add(example);
    if (longest.size() > LONGEST) {
      file(longest.remove());
    }
  }

  private void file(Stratum.Drawn example) {
    int c = sizeClass(example.size());
    examples[c]++;
    sizes[c] += example.size();
    PriorityQueue<Ticket> queue = drawn.get(c);
    long number = ticket(example);
    if (queue.size() < DRAWN) {
      queue.add(new Ticket(number, example));
    } else if (number < largest(queue)) {
      queue.remove();
      queue.add(new Ticket(number, example));
    }
  }

  private static long largest(PriorityQueue<Ticket> queue) {
    Ticket head = queue.peek();
    return head == null ? Long.MAX_VALUE : head.number();
  }

  private static int sizeClass(long size) {
    return (int) (2 * Math.log(size + 1.0) / Math.log(2));
  }

  /** A random number of an example, from its place: SplitMix64's mixing (Steele et al., 2014). */
  private static long ticket(Stratum.Drawn e) {
    long z = e.row() + e.file() * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The classes that hold anything, small examples first; the longest ones are the last. */
  List<Stratum> build() {
    List<Stratum> strata = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      if (examples[c] > 0) {
        List<Stratum.Drawn> sample =
            drawn.get(c).stream()
                .sorted(Comparator.comparingLong(Ticket::number))
                .map(Ticket::example)
                .toList();
        strata.add(new Stratum(examples[c], sizes[c], sample));
      }
    }
    if (!longest.isEmpty()) {
      long sum = longest.stream().mapToLong(Stratum.Drawn::size).sum();
      strata.add(
          new Stratum(
              longest.size(),
              sum,
              longest.stream().sorted(Comparator.comparingLong(StrataBuilder::ticket)).toList()));
    }
    return strata;
  }
}
