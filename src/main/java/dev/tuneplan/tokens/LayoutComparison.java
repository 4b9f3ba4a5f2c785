package dev.tuneplan.tokens;

import dev.tuneplan.packing.Batching;
import dev.tuneplan.packing.GroupedBatches;
import dev.tuneplan.packing.Packed;
import dev.tuneplan.packing.PadTo;
import dev.tuneplan.packing.Padding;
import dev.tuneplan.packing.RandomBatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ways of laying out the same data, side by side.
 *
 * @param packings ways of filling rows by their names, the trainer's own first
 * @param padding by micro-batch, for rows of one example
 */
public record LayoutComparison(Map<String, Packed> packings, List<PaddedBatch> padding) {
  private static final long SEED = 42;
  private static final List<Integer> MICRO_BATCHES = List.of(1, 2, 4, 8, 16);

  /** Padding of random batches and of batches of similar length. */
  public record PaddedBatch(int microBatch, Padding random, Padding grouped) {}

  public LayoutComparison {
    packings = new LinkedHashMap<>(packings);
    padding = List.copyOf(padding);
  }

  /** Of counted data. */
  public static LayoutComparison of(Counted counted, TokenStats.Run run) {
    Population all = Population.of(counted.lengths().plus(run.added()));
    TrainerLayout layout = run.layout();
    int[] rows = layout.before().rows(all.lengths()).lengths();
    Map<String, Packed> packings = new LinkedHashMap<>();
    for (TrainerLayout.Strategy s : layout.compared()) {
      packings.put(s.word(), scaled(layout.packed(s, all.lengths()), all.scale()));
    }
    packings.put("first_fit_decreasing", scaled(layout.bound(all.lengths()), all.scale()));
    return new LayoutComparison(packings, padding(new Population(rows, all.scale()).few()));
  }

  private static Packed scaled(Packed p, double scale) {
    return new Packed(
        Math.round(p.rows() * scale),
        p.length(),
        Math.round(p.tokensKept() * scale),
        Math.round(p.tokensDropped() * scale),
        Math.round(p.examplesTruncated() * scale),
        Math.round(p.examplesDropped() * scale),
        p.longest());
  }

  private static List<PaddedBatch> padding(Population rows) {
    List<PaddedBatch> padding = new ArrayList<>();
    PadTo longest = new PadTo.Longest(1);
    for (int microBatch : MICRO_BATCHES) {
      Batching b = Batching.of(microBatch);
      padding.add(
          new PaddedBatch(
              microBatch,
              new RandomBatches(rows.lengths(), b, longest).padding(SEED),
              new GroupedBatches(rows.lengths(), b, longest).padding(SEED)));
    }
    return padding;
  }
}
