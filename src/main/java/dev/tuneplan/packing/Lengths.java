package dev.tuneplan.packing;

/** Lengths of examples in tokens. */
public final class Lengths {
  private Lengths() {}

  /**
   * The lengths as a shuffled data set, or a sampler, has them.
   *
   * @param lengths tokens of each example; is not changed
   * @param order the number of the example that comes first, of the next and so on: {@link
   *     NumpyRandom#permutation}, {@link TorchRandom#permutation}
   */
  public static int[] inOrder(int[] lengths, int[] order) {
    int[] ordered = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = lengths[order[i]];
    }
    return ordered;
  }
}
