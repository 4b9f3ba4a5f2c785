package dev.tuneplan.packing;

/**
 * {@code numpy.random.default_rng(seed).permutation(n)}, number for number: how {@code
 * datasets.Dataset.shuffle(seed)} orders a data set (datasets 5.2.0, arrow_dataset.py; numpy 2.4.6,
 * random/bit_generator.pyx {@code SeedSequence}, _pcg64.pyx, _generator.pyx {@code shuffle};
 * compared with numpy itself, 2026-11-25). TRL shuffles so with {@code shuffle_dataset=True},
 * axolotl unless {@code shuffle_merged_datasets: false}; both with seed 42 by default.
 */
public final class NumpyRandom {
  private static final long MULTIPLIER_HIGH = 2549297995355413924L;
  private static final long MULTIPLIER_LOW = 4865540595714422341L;
  private static final int POOL = 4;

  private final long incrementHigh;
  private final long incrementLow;
  private long high;
  private long low;
  private boolean halfLeft;
  private int half;

  /**
   * As {@code default_rng(seed)}.
   *
   * @param seed ≥ 0
   */
  public NumpyRandom(long seed) {
    Check.atLeast("seed", seed, 0);
    long[] state = state(pool((int) seed, (int) (seed >>> 32)));
    incrementHigh = (state[2] << 1) | (state[3] >>> 63);
    incrementLow = (state[3] << 1) | 1;
    step();
    low += state[1];
    high += state[0] + (Long.compareUnsigned(low, state[1]) < 0 ? 1 : 0);
    step();
  }

  /** SeedSequence's pool of entropy. */
  private static int[] pool(int low, int high) {
    int[] pool = {low, high, 0, 0};
    int constant = 0x43b0d7e5;
    for (int i = 0; i < POOL; i++) {
      pool[i] = hash(pool[i], constant, 0x931e8875);
      constant *= 0x931e8875;
    }
    for (int from = 0; from < POOL; from++) {
      for (int to = 0; to < POOL; to++) {
        if (from != to) {
          int mixed = 0xca01f9dd * pool[to] - 0x4973f715 * hash(pool[from], constant, 0x931e8875);
          pool[to] = mixed ^ (mixed >>> 16);
          constant *= 0x931e8875;
        }
      }
    }
    return pool;
  }

  private static int hash(int value, int constant, int multiplier) {
    int hashed = (value ^ constant) * (constant * multiplier);
    return hashed ^ (hashed >>> 16);
  }

  private static long[] state(int[] pool) {
    long[] state = new long[POOL];
    int constant = 0x8b51f9dd;
    for (int i = 0; i < 2 * POOL; i++) {
      long word = hash(pool[i % POOL], constant, 0x58f38ded) & 0xffffffffL;
      state[i / 2] |= i % 2 == 0 ? word : word << 32;
      constant *= 0x58f38ded;
    }
    return state;
  }

  /**
   * An order of {@code n} numbers.
   *
   * @param n ≥ 0
   */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int other = bounded(i);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  /** A number from 0 to {@code most}, at least 1: draws as many bits until they are not more. */
  private int bounded(int most) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(most);
    int drawn = next32() & mask;
    while (drawn > most) {
      drawn = next32() & mask;
    }
    return drawn;
  }

  private int next32() {
    if (halfLeft) {
      halfLeft = false;
      return half;
    }
    step();
    long number = Long.rotateRight(high ^ low, (int) (high >>> 58));
    halfLeft = true;
    half = (int) (number >>> 32);
    return (int) number;
  }

  private void step() {
    long product = low * MULTIPLIER_LOW;
    long carried =
        Math.unsignedMultiplyHigh(low, MULTIPLIER_LOW)
            + high * MULTIPLIER_LOW
            + low * MULTIPLIER_HIGH;
    low = product + incrementLow;
    high = carried + incrementHigh + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
  }
}
