package dev.tuneplan.tokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long examples are, in tokens. A percentile is the shortest length that at least so many
 * examples do not exceed (nearest rank).
 *
 * @param examples in the data, ≥ 0
 * @param mean tokens of an example
 * @param p50 the median
 * @param max of the longest that was counted
 * @param histogram from short to long, without gaps
 */
public record LengthStats(
    double examples, double mean, int p50, int p90, int p99, int max, List<Bin> histogram) {
  private static final int MOST_BINS = 14;

  /**
   * Examples of {@code from} to below {@code to} tokens.
   *
   * @param to the last bin's is one above the longest
   */
  public record Bin(int from, int to, double examples) {}

  public LengthStats {
    histogram = List.copyOf(histogram);
  }

  /** Of these lengths. */
  public static LengthStats of(Lengths lengths) {
    Sorted sorted = Sorted.of(lengths);
    return new LengthStats(
        sorted.weight(),
        sorted.weight() == 0 ? 0 : sorted.tokens() / sorted.weight(),
        sorted.percentile(0.5),
        sorted.percentile(0.9),
        sorted.percentile(0.99),
        sorted.percentile(1),
        histogram(sorted));
  }

  private static List<Bin> histogram(Sorted sorted) {
    List<Bin> bins = new ArrayList<>();
    if (sorted.weight() == 0) {
      return bins;
    }
    int width = width(sorted.percentile(0.99));
    int last = sorted.percentile(1) + 1;
    for (int from = 0; from < last; from += width) {
      boolean rest = bins.size() == MOST_BINS - 1;
      int to = rest ? last : Math.min(from + width, Math.max(last, from + 1));
      to = Math.max(to, Math.min(from + width, Integer.MAX_VALUE));
      bins.add(new Bin(from, to, sorted.below(to) - sorted.below(from)));
      if (rest) {
        break;
      }
    }
    return bins;
  }

  /** 1, 2 or 5 times a power of ten, so that most examples fill all bins but the last. */
  private static int width(int almostAll) {
    int width = 1;
    for (int step = 0; (long) width * (MOST_BINS - 2) <= almostAll; step++) {
      width = (int) (new int[] {2, 5, 10}[step % 3] * Math.pow(10, step / 3));
    }
    return width;
  }

  /** Lengths in ascending order with the examples up to each. */
  record Sorted(int[] lengths, double[] upTo, double tokens) {
    static Sorted of(Lengths l) {
      long[] keys = new long[l.counted()];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = (long) l.tokens(i) << Integer.SIZE | i;
      }
      Arrays.sort(keys);
      int[] lengths = new int[keys.length];
      double[] upTo = new double[keys.length];
      double sum = 0;
      double tokens = 0;
      for (int i = 0; i < keys.length; i++) {
        lengths[i] = (int) (keys[i] >>> Integer.SIZE);
        double weight = l.weight((int) keys[i]);
        sum += weight;
        tokens += weight * lengths[i];
        upTo[i] = sum;
      }
      return new Sorted(lengths, upTo, tokens);
    }

    double weight() {
      return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
    }

    int percentile(double share) {
      if (lengths.length == 0) {
        return 0;
      }
      // half an example less, against rounding of weights
      double wanted = share * weight() - 1e-9 * weight();
      int at = Arrays.binarySearch(upTo, wanted);
      return lengths[Math.min(lengths.length - 1, at >= 0 ? at : -at - 1)];
    }

    /** Examples shorter than a length. */
    double below(int length) {
      int low = 0;
      int high = lengths.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (lengths[middle] < length) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low == 0 ? 0 : upTo[low - 1];
    }
  }
}
