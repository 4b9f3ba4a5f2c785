package dev.tuneplan.tokens;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.packing.FirstFitDecreasing;
import dev.tuneplan.packing.LlamaFactoryPacking;
import dev.tuneplan.packing.Multipack;
import dev.tuneplan.packing.Packed;
import dev.tuneplan.packing.Packing;
import dev.tuneplan.packing.PadTo;
import dev.tuneplan.packing.Rows;
import dev.tuneplan.packing.TorchtunePacking;
import dev.tuneplan.packing.TrainerRaises;
import dev.tuneplan.packing.TrlPacking;
import dev.tuneplan.packing.Unpacked;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a trainer lays examples into rows and batches. The room packing has the rules and their
 * sources.
 *
 * @param trainer id of a stack profile
 * @param sequenceLength tokens of a row, ≥ 2
 * @param strategy how rows are filled; empty: one example each
 */
public record TrainerLayout(String trainer, int sequenceLength, Optional<Strategy> strategy) {
  /** Ways to fill rows. */
  public enum Strategy {
    /** TRL's default. */
    BFD,
    /** TRL's, with longer examples split. */
    BFD_SPLIT,
    /** TRL's, examples cut wherever a row ends. */
    WRAPPED,
    /** axolotl's. */
    MULTIPACK,
    /** LLaMA-Factory's. */
    KNAPSACK,
    /** torchtune's. */
    SEQUENTIAL;

    private static final List<Strategy> OF_TRL = List.of(BFD, BFD_SPLIT, WRAPPED);

    /** As users write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What a trainer does unless told otherwise. */
    public static Strategy of(String trainer) {
      return switch (family(trainer)) {
        case AXOLOTL -> MULTIPACK;
        case LLAMA_FACTORY -> KNAPSACK;
        case TORCHTUNE -> SEQUENTIAL;
        case TRL -> BFD;
      };
    }
  }

  private enum Family {
    TRL,
    AXOLOTL,
    LLAMA_FACTORY,
    TORCHTUNE
  }

  public TrainerLayout {
    if (sequenceLength < 2) {
      throw new IllegalArgumentException("sequence length must be >= 2, was " + sequenceLength);
    }
  }

  private static Family family(String trainer) {
    if (trainer.startsWith("axolotl")) {
      return Family.AXOLOTL;
    }
    if (trainer.startsWith("llamafactory")) {
      return Family.LLAMA_FACTORY;
    }
    return trainer.startsWith("torchtune") ? Family.TORCHTUNE : Family.TRL;
  }

  /** Whether rows hold several examples. */
  public boolean packed() {
    return strategy.isPresent();
  }

  /** Whether an example of so many tokens is left out instead of cut. */
  public boolean drops(double tokens) {
    return family(trainer) == Family.AXOLOTL && tokens > sequenceLength;
  }

  /** What is done with examples that are longer than a row, before they are packed or batched. */
  Unpacked before() {
    return family(trainer) == Family.AXOLOTL
        ? Unpacked.axolotl(sequenceLength)
        : Unpacked.truncating(sequenceLength);
  }

  /** Examples laid into rows by a strategy. */
  Rows pack(Strategy s, int[] lengths) {
    try {
      return packing(s).rows(cutsBefore(s) ? before().rows(lengths).lengths() : lengths);
    } catch (TrainerRaises e) {
      throw new InvalidInput(
          Place.of("data"), "", trainer + " would stop at this data: " + e.getMessage());
    }
  }

  /**
   * axolotl and torchtune take care of long examples before they pack, the others while they do.
   */
  private static boolean cutsBefore(Strategy s) {
    return s == Strategy.MULTIPACK || s == Strategy.SEQUENTIAL;
  }

  /** What a strategy comes to, with what was cut before. */
  Packed packed(Strategy s, int[] lengths) {
    Packed packed = pack(s, lengths).packed();
    return cutsBefore(s) ? after(before().pack(lengths), packed) : packed;
  }

  /**
   * The least rows that a simple packing of everything at once comes to: a bound to compare with.
   */
  Packed bound(int[] lengths) {
    Packed bound = new FirstFitDecreasing(sequenceLength).pack(before().rows(lengths).lengths());
    return after(before().pack(lengths), bound);
  }

  private static Packed after(Packed before, Packed packed) {
    return new Packed(
        packed.rows(),
        packed.length(),
        packed.tokensKept(),
        packed.tokensDropped() + before.tokensDropped(),
        packed.examplesTruncated() + before.examplesTruncated(),
        packed.examplesDropped() + before.examplesDropped(),
        packed.longest());
  }

  /** Strategies worth comparing: the asked one, or the trainer's own, and its other ones. */
  Set<Strategy> compared() {
    Strategy first = strategy.orElse(Strategy.of(trainer));
    Set<Strategy> compared = new LinkedHashSet<>();
    compared.add(first);
    if (Strategy.OF_TRL.contains(first)) {
      compared.addAll(Strategy.OF_TRL);
    }
    return compared;
  }

  private Packing packing(Strategy s) {
    return switch (s) {
      case BFD -> new TrlPacking(TrlPacking.Strategy.BFD, sequenceLength);
      case BFD_SPLIT -> new TrlPacking(TrlPacking.Strategy.BFD_SPLIT, sequenceLength);
      case WRAPPED -> new TrlPacking(TrlPacking.Strategy.WRAPPED, sequenceLength);
      case MULTIPACK -> new Multipack(sequenceLength);
      case KNAPSACK -> new LlamaFactoryPacking(sequenceLength);
      case SEQUENTIAL ->
          family(trainer) == Family.AXOLOTL
              ? new Multipack(sequenceLength, Multipack.GROUP_SIZE, Multipack.BIN_SIZE, true)
              : new TorchtunePacking(sequenceLength, false);
    };
  }

  /** How long the rows of a batch are made. */
  PadTo pad() {
    if (strategy.isPresent()) {
      return switch (strategy.get()) {
        // flattened into one row without padding (trl 1.16, sft_trainer.py, padding_free)
        case BFD, BFD_SPLIT, WRAPPED -> new PadTo.Free();
        case MULTIPACK -> new PadTo.Fixed(Math.ceilDiv(sequenceLength, 64) * 64);
        case KNAPSACK, SEQUENTIAL -> new PadTo.Fixed(sequenceLength);
      };
    }
    return new PadTo.Longest(
        switch (family(trainer)) {
          case AXOLOTL -> 64;
          case LLAMA_FACTORY -> 8;
          case TRL, TORCHTUNE -> 1;
        });
  }
}
