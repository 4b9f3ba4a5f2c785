package dev.tuneplan.packing;

/**
 * What axolotl 0.19.0 does with a config's batch settings (utils/trainer.py {@code
 * calculate_total_num_steps}, core/trainers/base.py {@code _create_multipack_sampler}; read
 * 2026-11-25).
 *
 * @param sequenceLen {@code sequence_len}, ≥ 1
 * @param realBatches whether a batch is {@code micro_batch_size} rows: {@code
 *     multipack_real_batches}, or an attention that does not support packing; otherwise it is one
 *     row as long as all of them
 * @param batching {@code micro_batch_size}, {@code gradient_accumulation_steps}, devices, and
 *     {@code dataloader_drop_last} if the config sets it
 * @param epochs {@code num_epochs}, more than 0
 */
public record AxolotlRun(int sequenceLen, boolean realBatches, Batching batching, double epochs) {
  /** torch's draws that axolotl takes the least of, with fewer than four devices. */
  private static final int DRAWS = 4;

  public AxolotlRun {
    Check.atLeast("sequence_len", sequenceLen, 1);
    if (!(epochs > 0)) {
      throw new IllegalArgumentException("num_epochs must be more than 0, was " + epochs);
    }
  }

  /** Tokens of a packed row. */
  public int capacity() {
    return realBatches ? sequenceLen : Math.multiplyExact(sequenceLen, batching.microBatch());
  }

  /** Packed rows of a batch. */
  public int rowsPerBatch() {
    return realBatches ? batching.microBatch() : 1;
  }

  /** The packing with default group and bin sizes. */
  public Multipack multipack() {
    return new Multipack(capacity());
  }

  /** The batches of one epoch, its incomplete last one left out, of rows in their order. */
  public MultipackEpoch epoch(Rows rows) {
    int[] lengths = rows.lengths();
    int batches = lengths.length / rowsPerBatch();
    int kept = batches * rowsPerBatch();
    long used = 0;
    for (int i = 0; i < kept; i++) {
      used += lengths[i];
    }
    return new MultipackEpoch(batches, used, (long) kept * capacity());
  }

  /**
   * What axolotl's sampler says of its length and efficiency, orders drawn as torch draws them: the
   * efficiency is the first draw's, the number of batches the least of four more. axolotl does not
   * seed torch before, and torch then seeds itself by chance: each start of axolotl gives one of
   * the values that different seeds give here.
   *
   * @param lengths tokens of each example after {@link Unpacked#axolotl}
   * @param random torch's generator as it stands when the sampler is first asked
   */
  public MultipackEpoch sampled(int[] lengths, Multipack packing, TorchRandom random) {
    MultipackEpoch first = epoch(packing.rows(drawn(lengths, random)));
    long batches = Long.MAX_VALUE;
    for (int draw = 0; draw < (batching.worldSize() >= DRAWS ? 1 : DRAWS); draw++) {
      batches = Math.min(batches, epoch(packing.rows(drawn(lengths, random))).batches());
    }
    return new MultipackEpoch(batches, first.tokensUsed(), first.tokenSlots());
  }

  private static int[] drawn(int[] lengths, TorchRandom random) {
    return Lengths.inOrder(lengths, random.samplerOrder(lengths.length));
  }

  /**
   * {@code max_steps} of a packed run.
   *
   * @param samplerBatches batches that the sampler says it has
   */
  public long packedSteps(long samplerBatches) {
    long each = Math.max(1, samplerBatches * batching.microBatch() / batching.globalBatch());
    return (long) Math.floor(each * epochs) - (batching.dropLast() ? (long) Math.ceil(epochs) : 0);
  }

  /**
   * {@code max_steps} of a packed run whose config has {@code sample_packing_eff_est}; may be a
   * fraction where {@code num_epochs} is one, and below 0 for little data.
   *
   * @param tokens of all examples
   * @param efficiency {@code sample_packing_eff_est}, more than 0
   */
  public double estimatedSteps(long tokens, double efficiency) {
    double rows = 0.99 * tokens / efficiency / sequenceLen;
    return (Math.floor(floorDiv(rows, batching.globalBatch())) - 1) * epochs;
  }

  /** Python's {@code //} of positive numbers, which may differ from rounding the quotient down. */
  private static double floorDiv(double a, double b) {
    return Math.rint((a - a % b) / b);
  }

  /** Steps of a run without packing. */
  public long unpackedSteps(long examples) {
    return (long) Math.ceil(examples * epochs / batching.globalBatch());
  }
}
