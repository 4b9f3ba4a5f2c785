package dev.tuneplan.tokens;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Totals of the data from samples of its strata: the separate ratio estimator of tokens to sizes
 * (Cochran, Sampling Techniques, 3rd edition, 6.10), whose variance comes from what the ratio
 * leaves unexplained in each stratum.
 */
final class Estimation {
  private Estimation() {}

  /**
   * What was counted of a stratum.
   *
   * @param stratum where from
   * @param sizes of each example that was drawn
   * @param tokens of each; negative for one that is refused: it stands for others that are, and has
   *     none
   */
  record Part(Stratum stratum, long[] sizes, int[] tokens, int[] loss) {
    int drawn() {
      return sizes.length;
    }

    int counted() {
      return (int) Arrays.stream(tokens).filter(t -> t >= 0).count();
    }
  }

  /** Tokens of the whole data. */
  static Total tokens(List<Part> parts) {
    return total(parts, p -> i -> Math.max(0, p.tokens()[i]));
  }

  /** Tokens of the whole data that carry loss; examples of which that is unknown are left out. */
  static Total loss(List<Part> parts) {
    return total(parts, p -> i -> Math.max(0, p.loss()[i]));
  }

  private interface Values {
    IntToDoubleFunction of(Part part);
  }

  private static Total total(List<Part> parts, Values values) {
    double sum = 0;
    double variance = 0;
    for (Part p : parts) {
      IntToDoubleFunction y = values.of(p);
      double x = 0;
      double all = 0;
      for (int i = 0; i < p.drawn(); i++) {
        x += p.sizes()[i];
        all += y.applyAsDouble(i);
      }
      double examples = p.stratum().examples();
      int n = p.drawn();
      // empty texts have no ratio: their mean serves
      double ratio = x == 0 ? 0 : all / x;
      sum += x == 0 ? all / n * examples : ratio * p.stratum().size();
      if (n < examples && n > 1) {
        double squares = 0;
        for (int i = 0; i < n; i++) {
          double left = y.applyAsDouble(i) - (x == 0 ? all / n : ratio * p.sizes()[i]);
          squares += left * left;
        }
        variance += examples * examples * (1 - n / examples) * squares / (n - 1) / n;
      }
    }
    return Total.of(sum, Math.sqrt(variance));
  }

  /** The sample as lengths, each standing for its share of its stratum. */
  static Lengths lengths(List<Part> parts) {
    int n = parts.stream().mapToInt(Part::counted).sum();
    int[] tokens = new int[n];
    int[] loss = new int[n];
    double[] weights = new double[n];
    int at = 0;
    for (Part p : parts) {
      for (int i = 0; i < p.drawn(); i++) {
        if (p.tokens()[i] >= 0) {
          tokens[at] = p.tokens()[i];
          loss[at] = p.loss()[i];
          weights[at++] = (double) p.stratum().examples() / p.drawn();
        }
      }
    }
    return Lengths.sampled(tokens, loss, weights);
  }
}
