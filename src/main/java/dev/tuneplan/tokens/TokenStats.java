package dev.tuneplan.tokens;

import dev.tuneplan.packing.Batching;
import dev.tuneplan.packing.Packed;
import dev.tuneplan.packing.PadTo;
import dev.tuneplan.packing.Padding;
import dev.tuneplan.packing.RandomBatches;
import dev.tuneplan.packing.RunLength;
import dev.tuneplan.packing.Steps;

/**
 * What a run over counted data processes. Three counts of tokens, all of one epoch: <i>real</i>
 * ones are in the data; <i>processed</i> ones reach the GPUs, after truncation and with padding;
 * <i>loss</i> ones are learned.
 *
 * @param lengths of examples, before truncation, without what the trainer adds
 * @param truncation what the sequence length costs
 * @param rows what an epoch's batches are made of: packed rows, or examples
 * @param processed tokens of an epoch that reach the GPUs with the asked layout and micro-batch
 * @param longestBatch tokens of the largest micro-batch of an epoch
 * @param steps optimizer steps
 */
public record TokenStats(
    LengthStats lengths,
    Truncation truncation,
    double rows,
    double processed,
    double longestBatch,
    Steps steps) {
  private static final long SEED = 42;

  /**
   * What is cut off.
   *
   * @param examples that lose tokens or are dropped
   * @param tokens lost of them
   */
  public record Truncation(double examples, double tokens) {}

  /**
   * What is asked.
   *
   * @param layout the trainer's way
   * @param microBatch rows on one GPU, ≥ 1
   * @param globalBatch rows of an optimizer step, ≥ microBatch
   * @param epochs above 0
   * @param added tokens that the trainer puts around each example, ≥ 0
   */
  public record Run(
      TrainerLayout layout, int microBatch, int globalBatch, double epochs, int added) {}

  /** Of counted data. */
  public static TokenStats of(Counted counted, Run run) {
    Lengths lengths = counted.lengths().plus(run.added());
    Population all = Population.of(lengths);
    TrainerLayout layout = run.layout();
    // some ways of packing split long examples, and lose nothing of them
    Packed laid =
        layout
            .strategy()
            .map(s -> layout.packed(s, all.lengths()))
            .orElseGet(() -> layout.before().pack(all.lengths()));
    int[] batched =
        layout
            .strategy()
            .map(s -> layout.pack(s, all.lengths()).lengths())
            .orElseGet(() -> layout.before().rows(all.lengths()).lengths());
    Padding asked = random(batched, run.microBatch(), layout.pad());
    long count = Math.max(1, Math.round(batched.length * all.scale()));
    int accumulation = Math.max(1, run.globalBatch() / run.microBatch());
    return new TokenStats(
        LengthStats.of(counted.lengths()),
        new Truncation(
            (laid.examplesTruncated() + laid.examplesDropped()) * all.scale(),
            laid.tokensDropped() * all.scale()),
        batched.length * all.scale(),
        asked.processed() * all.scale(),
        asked.worstBatch(),
        Steps.huggingFace(
            count,
            new Batching(run.microBatch(), accumulation, 1, false),
            new RunLength.Epochs(run.epochs())));
  }

  private static Padding random(int[] rows, int microBatch, PadTo pad) {
    return new RandomBatches(rows, Batching.of(microBatch), pad).padding(SEED);
  }
}
