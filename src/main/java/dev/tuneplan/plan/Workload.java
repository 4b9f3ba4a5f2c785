package dev.tuneplan.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The data of a run: how many examples of which length, how often, and how they are laid out.
 *
 * @param bins examples by length, shortest first
 * @param epochs how often each example is seen, > 0
 * @param sequenceLength tokens at which an example is cut, and which a packed sequence holds
 * @param packed whether examples share sequences
 * @param filled share of a packed sequence that is no gap, above 0 and at most 1
 * @param logSd standard deviation of ln(true ÷ stated tokens): a sample's, or a tokenizer's that is
 *     not the model's; 0 when the size is as it is
 */
public record Workload(
    List<Bin> bins,
    double epochs,
    int sequenceLength,
    boolean packed,
    double filled,
    double logSd) {
  /** First-fit packing fills 95 to 99 % of a sequence (docs/estimator.md, batches). */
  private static final double FILLED = 0.97;

  /** Spread of ln(length) in chat data where only the mean is known. */
  private static final double SPREAD = 0.6;

  /**
   * Examples of one length.
   *
   * @param examples how many, > 0
   * @param tokens of each, > 0
   */
  public record Bin(double examples, double tokens) {
    public Bin {
      if (!(examples > 0) || !(tokens > 0)) {
        throw new IllegalArgumentException(
            "a bin needs examples and tokens, was " + examples + " of " + tokens);
      }
    }
  }

  public Workload {
    bins = bins.stream().sorted(java.util.Comparator.comparingDouble(Bin::tokens)).toList();
    if (bins.isEmpty() || !(epochs > 0) || sequenceLength < 1) {
      throw new IllegalArgumentException(
          "a workload needs examples, epochs and a sequence length, was "
              + bins.size()
              + " bins, "
              + epochs
              + ", "
              + sequenceLength);
    }
    if (!(filled > 0 && filled <= 1) || !(logSd >= 0)) {
      throw new IllegalArgumentException(
          "filled must be above 0 and at most 1, logSd not negative, were "
              + filled
              + ", "
              + logSd);
    }
  }

  /** Data whose size is taken as stated, packed as well as packing usually goes. */
  public Workload(List<Bin> bins, double epochs, int sequenceLength, boolean packed) {
    this(bins, epochs, sequenceLength, packed, FILLED, 0);
  }

  /** Examples of which only the mean length is known: lognormal, in ten equal parts. */
  public static List<Bin> around(double examples, double meanTokens) {
    // standard normal quantiles of 0.05, 0.15 … 0.95
    double[] z = {-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645};
    double sum = 0;
    for (double q : z) {
      sum += Math.exp(SPREAD * q);
    }
    List<Bin> bins = new ArrayList<>();
    for (double q : z) {
      bins.add(new Bin(examples / z.length, meanTokens * Math.exp(SPREAD * q) * z.length / sum));
    }
    return bins;
  }

  /** Examples in one epoch. */
  public double examples() {
    return bins.stream().mapToDouble(Bin::examples).sum();
  }

  /** Tokens in one epoch after cutting, without padding. */
  public double tokens() {
    return bins.stream().mapToDouble(b -> b.examples() * cut(b)).sum();
  }

  private double cut(Bin b) {
    return Math.min(b.tokens(), sequenceLength);
  }

  /**
   * Tokens that the GPUs process in the whole run. Packed: the data and the gaps of packing.
   * Padded: each example counts as long as the longest of its micro-batch, whose expectation
   * follows from the lengths.
   */
  public double processed(int microBatch) {
    if (packed) {
      return epochs * tokens() / filled;
    }
    double all = examples();
    double below = 0;
    double longest = 0;
    for (Bin b : bins) {
      double upTo = below + b.examples() / all;
      longest += cut(b) * (Math.pow(Math.min(1, upTo), microBatch) - Math.pow(below, microBatch));
      below = Math.min(1, upTo);
    }
    return epochs * all * longest;
  }

  /** Tokens of the longest sequence that reaches the GPU. */
  public int longest() {
    return packed
        ? sequenceLength
        : (int) Math.min(sequenceLength, Math.ceil(bins.getLast().tokens()));
  }
}
