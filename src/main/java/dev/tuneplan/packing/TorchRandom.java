package dev.tuneplan.packing;

/**
 * PyTorch's random numbers on the CPU: MT19937, {@code torch.randperm} and {@code Tensor.random_()}
 * of int64, number for number (torch 2.15.0, aten/src/ATen/core/MT19937RNGEngine.h,
 * native/TensorFactories.cpp {@code randperm_cpu}, native/cpu/DistributionTemplates.h {@code
 * random_kernel}; compared with torch itself, 2026-11-25). Samplers draw the order of examples with
 * them.
 */
public final class TorchRandom {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int next = N;

  /** As after {@code torch.manual_seed(seed)}. */
  public TorchRandom(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** What {@code torch.empty((), dtype=torch.int64).random_()} gives: 0 to 2^63 - 1. */
  public long nextLong() {
    long high = nextInt();
    return ((high << 32) | (nextInt() & 0xffffffffL)) & Long.MAX_VALUE;
  }

  /** The order in which a {@code RandomSampler} draws that is given no generator of its own. */
  public int[] samplerOrder(int n) {
    return new TorchRandom(nextLong()).permutation(n);
  }

  /**
   * What {@code torch.randperm(n)} gives.
   *
   * @param n 0 to 214,748,363: from there on torch draws in another way
   */
  public int[] permutation(int n) {
    if (n < 0 || n >= 0xffffffffL / 20) {
      throw new IllegalArgumentException("permutations of 0 to 214748363 numbers, was " + n);
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = 0; i < n - 1; i++) {
      int other = i + Integer.remainderUnsigned(nextInt(), n - i);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  /** The next 32 bits. */
  int nextInt() {
    if (next == N) {
      renew();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void renew() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) * 0x9908b0df);
    }
    next = 0;
  }
}
