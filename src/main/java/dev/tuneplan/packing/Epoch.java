package dev.tuneplan.packing;

import java.util.Arrays;

/**
 * One epoch's batches on all devices, for rows in the order drawn: as torch's {@code BatchSampler}
 * makes and accelerate's {@code BatchSamplerShard} shares them out.
 *
 * @param processed tokens with padding
 * @param real tokens without
 * @param longestBatch tokens of the longest batch
 */
record Epoch(long processed, long real, long longestBatch) {
  static Epoch of(int[] drawn, Batching batching, PadTo pad) {
    long examples = batching.examplesPerEpoch(drawn.length);
    long processed = 0;
    long real = 0;
    long longestBatch = 0;
    for (long from = 0; from < examples; from += batching.microBatch()) {
      int rows = (int) Math.min(batching.microBatch(), examples - from);
      int longest = 0;
      long sum = 0;
      for (long at = from; at < from + rows; at++) {
        int tokens = drawn[(int) (at % drawn.length)]; // past the end: the first ones again
        longest = Math.max(longest, tokens);
        sum += tokens;
      }
      long batch = pad.tokens(rows, longest, sum);
      processed += batch;
      real += sum;
      longestBatch = Math.max(longestBatch, batch);
    }
    return new Epoch(processed, real, longestBatch);
  }

  /** Tokens that no batch exceeds: its rows the longest of all. */
  static long worst(int[] ascending, Batching batching, PadTo pad) {
    if (batching.examplesPerEpoch(ascending.length) == 0) {
      return 0;
    }
    int n = ascending.length;
    boolean small = batching.worldSize() == 1 && n < batching.microBatch();
    int rows = small ? n : batching.microBatch();
    int distinct = Math.min(rows, n);
    long sum = Arrays.stream(ascending, n - distinct, n).asLongStream().sum();
    for (int again = distinct; again < rows; again++) {
      sum += ascending[n - 1 - (again % n)]; // too few examples: some come twice in one batch
    }
    return pad.tokens(rows, ascending[n - 1], sum);
  }
}
