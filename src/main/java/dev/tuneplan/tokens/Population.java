package dev.tuneplan.tokens;

import java.util.Random;

/**
 * Lengths that stand for all of the data in simulations of packing and batches: the data's own, in
 * their order, or as many as are needed of a sample, drawn by their weights.
 *
 * @param lengths tokens
 * @param scale examples of the data for each of them, ≥ 1
 */
record Population(int[] lengths, double scale) {
  /** Efficiency of packing settles after some thousand examples. */
  private static final int MOST = 20_000;

  private static final int FEW = 5_000;

  static Population of(Lengths l) {
    if (l.exact()) {
      return new Population(l.all(), 1);
    }
    double examples = l.examples();
    int size = (int) Math.max(1, Math.min(MOST, Math.round(examples)));
    int[] drawn = new int[size];
    double upTo = 0;
    int at = 0;
    // systematic: each example as often as its weight says, to less than one
    for (int i = 0; i < l.counted(); i++) {
      upTo += l.weight(i);
      while (at < size && (at + 0.5) * examples / size < upTo) {
        drawn[at++] = l.tokens(i);
      }
    }
    while (at < size) {
      drawn[at++] = l.tokens(l.counted() - 1);
    }
    shuffle(drawn);
    return new Population(drawn, examples / size);
  }

  /** Strata follow each other in a sample, as examples of the data do not. */
  private static void shuffle(int[] values) {
    Random random = new Random(1);
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** Some of them evenly, few enough for simulations of whole epochs. */
  Population few() {
    if (lengths.length <= FEW) {
      return this;
    }
    int[] few = new int[FEW];
    for (int i = 0; i < FEW; i++) {
      few[i] = lengths[(int) ((long) i * lengths.length / FEW)];
    }
    return new Population(few, scale * lengths.length / FEW);
  }
}
