package dev.tuneplan.accuracy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackCatalogue;
import dev.tuneplan.stack.StackProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Turns what a row states into setups. What it does not state becomes several setups, a prior with
 * spread; a model or a device that no catalogue has cannot be placed at all. Nothing keys on a row,
 * a source or a file name.
 */
final class Placing {
  /** Micro-batches where a row states none. */
  private static final int[] MICRO_BATCHES = {1, 2, 4, 8};

  /** Micro-steps in an optimizer step where a row does not let it be known. */
  private static final int[] ACCUMULATIONS = {1, 2};

  private final ModelCatalogue models;
  private final Devices devices;
  private final StackCatalogue stacks;

  Placing(ModelCatalogue models, GpuCatalogue gpus, StackCatalogue stacks) {
    this.models = models;
    this.devices = new Devices(gpus);
    this.stacks = stacks;
  }

  /** What an estimate is for: speed follows the mean length, memory the longest. */
  enum Use {
    SPEED,
    MEMORY
  }

  /**
   * The setups that a row may mean, all equally likely; never empty.
   *
   * @throws InvalidInput when a name or value cannot be used
   */
  List<Setup> setups(UnaryOperator<String> f, Use use) {
    Place place = Place.of("row " + f.apply("id"));
    require(f, place);
    Wording words = new Wording(f);
    StackProfile stack =
        stacks
            .named(f.apply("stack"))
            .orElseGet(() -> stacks.find("transformers", place).unlisted());
    ModelShape model = models.find(f.apply("model_id"), place);
    Method method = words.method(model, stack);
    List<Batch> batches = batches(f, use, words, stack);
    List<Checkpointing> kinds = words.checkpointing(stack, use);
    List<Setup> setups = new ArrayList<>();
    for (GpuProfile gpu : devices.of(f, place)) {
      for (StackProfile variant : words.variants(stack, model)) {
        for (Batch batch : batches) {
          for (Checkpointing kind : kinds) {
            setups.add(setup(model, method, variant, gpu, batch, kind, words));
          }
        }
      }
    }
    return setups;
  }

  /** Sequences, their tokens, and micro-steps. */
  private record Batch(int micro, int length, int accumulation) {}

  private static Setup setup(
      ModelShape model,
      Method method,
      StackProfile stack,
      GpuProfile gpu,
      Batch batch,
      Checkpointing kind,
      Wording words) {
    return new Setup(
        model,
        method,
        stack,
        gpu,
        words.gpus(),
        words.nodes(),
        words.parallelism(),
        batch.micro(),
        batch.length(),
        batch.accumulation(),
        kind,
        words.optimizer(),
        words.offloadsStates(),
        words.offloadsStates());
  }

  private static void require(UnaryOperator<String> f, Place place) {
    if (!Set.of("full", "lora", "qlora").contains(f.apply("method"))) {
      throw new InvalidInput(place, "", "method is not full, lora or qlora");
    }
    if (f.apply("model_id").isBlank()) {
      throw new InvalidInput(place, "", "model_id is not stated");
    }
  }

  private static List<Batch> batches(
      UnaryOperator<String> f, Use use, Wording words, StackProfile stack) {
    List<Batch> batches = new ArrayList<>();
    for (int length : Lengths.of(f, use, stack.sequence())) {
      // a group that shares a sequence holds a part of it; its speed for each token stays
      int own = use == Use.MEMORY ? Math.max(1, length / words.sequenceShards()) : length;
      for (int micro : microBatches(f, words.gpus())) {
        for (int accumulated : accumulations(f, words.gpus())) {
          batches.add(new Batch(micro, own, accumulated));
        }
      }
    }
    return batches;
  }

  /** Stated, or what the global batch leaves, or what trainers' defaults and examples have. */
  private static int[] microBatches(UnaryOperator<String> f, int n) {
    return whole(f, "micro_batch_per_gpu")
        .or(() ->
            whole(f, "global_batch")
                .map(g -> Math.max(1, g / n / whole(f, "grad_accum").orElse(1))))
        .map(b -> new int[] {b})
        .orElse(MICRO_BATCHES);
  }

  /** Stated, or what the global batch leaves; else one step in two is taken to accumulate. */
  private static int[] accumulations(UnaryOperator<String> f, int n) {
    Optional<Integer> stated = whole(f, "grad_accum");
    Optional<Integer> micro = whole(f, "micro_batch_per_gpu");
    return stated
        .or(() -> whole(f, "global_batch").flatMap(g -> micro.map(b -> Math.max(1, g / n / b))))
        .map(a -> new int[] {a})
        .orElse(ACCUMULATIONS);
  }

  static Optional<Integer> whole(UnaryOperator<String> f, String column) {
    return Measured.number(f.apply(column)).map(v -> (int) Math.max(1, Math.min(1e9, v)));
  }
}
