package dev.tuneplan.tokens;

import java.util.Arrays;

/**
 * Tokens of each example. Of data that was counted whole, every example stands here in the order of
 * the data; of a sample, each stands for as many as its weight says. Arrays are shared, not copied:
 * there may be millions of examples. Immutable for those who do not write into what they gave.
 */
public final class Lengths {
  private static final double[] NONE = {};

  private final int[] tokens;
  private final int[] loss;
  private final double[] weights;

  private Lengths(int[] tokens, int[] loss, double[] weights) {
    if (loss.length != tokens.length || (weights.length > 0 && weights.length != tokens.length)) {
      throw new IllegalArgumentException(
          "tokens, loss and weights must be as many, were "
              + tokens.length
              + ", "
              + loss.length
              + ", "
              + weights.length);
    }
    this.tokens = tokens;
    this.loss = loss;
    this.weights = weights;
  }

  /** Every example of the data. */
  public static Lengths exact(int[] tokens, int[] loss) {
    return new Lengths(tokens, loss, NONE);
  }

  /** Some examples, each standing for {@code weights[i]} of the data. */
  public static Lengths sampled(int[] tokens, int[] loss, double[] weights) {
    return new Lengths(tokens, loss, weights);
  }

  /** Examples that were counted. */
  public int counted() {
    return tokens.length;
  }

  /** Whether each stands for itself. */
  public boolean exact() {
    return weights.length == 0;
  }

  /** Tokens of example i. */
  public int tokens(int i) {
    return tokens[i];
  }

  /** Tokens of example i that carry loss; negative when that cannot be told. */
  public int loss(int i) {
    return loss[i];
  }

  /** How many examples example i stands for. */
  public double weight(int i) {
    return weights.length == 0 ? 1 : weights[i];
  }

  /** Lengths in the order of the data, or of the sample; a copy. */
  public int[] all() {
    return tokens.clone();
  }

  /** All examples of the data. */
  public double examples() {
    return weights.length == 0 ? tokens.length : Arrays.stream(weights).sum();
  }

  /** The same with each example longer by what the trainer adds. */
  public Lengths plus(int each) {
    return each == 0
        ? this
        : new Lengths(Arrays.stream(tokens).map(t -> t + each).toArray(), loss, weights);
  }

  /** Lengths that grow. Not thread-safe. */
  static final class Builder {
    private int[] tokens = new int[1024];
    private int[] loss = new int[1024];
    private int size;

    void add(ExampleTokens.Counted example) {
      if (size == tokens.length) {
        tokens = Arrays.copyOf(tokens, size + (size >> 1));
        loss = Arrays.copyOf(loss, tokens.length);
      }
      tokens[size] = example.real();
      loss[size++] = example.loss();
    }

    Lengths build() {
      return exact(Arrays.copyOf(tokens, size), Arrays.copyOf(loss, size));
    }
  }
}
