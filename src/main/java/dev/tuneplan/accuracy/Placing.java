package dev.tuneplan.accuracy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackCatalogue;
import dev.tuneplan.stack.StackProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

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
    String stackName = f.apply("stack");
    Optional<StackProfile> named = stacks.named(stackName);
    StackProfile stack = named.orElseGet(() -> stacks.find("transformers", place).unlisted());
    int n = whole(f, "num_gpus").orElse(1);
    int nodes = whole(f, "num_nodes").orElse(Math.max(1, n / 8));
    String sharding = f.apply("parallelism").toLowerCase(Locale.ROOT);
    boolean offload = f.apply("cpu_offload").startsWith("y");
    ModelShape model = models.find(f.apply("model_id"), place);
    List<Setup> setups = new ArrayList<>();
    StackProfile precise = precise(stack, f.apply("dtype").toLowerCase(Locale.ROOT), sharding);
    List<StackProfile> variants = upcasts(precise, f);
    for (GpuProfile gpu : devices.of(f, place)) {
      for (StackProfile one : variants) {
        for (int length : Lengths.of(f, use)) {
          for (int micro : microBatches(f, n)) {
            for (int accumulated : accumulations(f, n)) {
              for (Checkpointing kind : checkpointing(f, stack)) {
                setups.add(
                    new Setup(
                        model,
                        method(f, model),
                        one,
                        gpu,
                        n,
                        Math.min(n, Math.max(1, nodes)),
                        parallelism(sharding, n),
                        micro,
                        length,
                        accumulated,
                        kind,
                        optimizer(f.apply("optimizer").toLowerCase(Locale.ROOT)),
                        offload,
                        offload));
              }
            }
          }
        }
      }
    }
    return setups;
  }

  private static void require(UnaryOperator<String> f, Place place) {
    if (!Set.of("full", "lora", "qlora").contains(f.apply("method"))) {
      throw new InvalidInput(place, "", "method is not full, lora or qlora");
    }
    if (f.apply("model_id").isBlank()) {
      throw new InvalidInput(place, "", "model_id is not stated");
    }
  }

  /** No row says whether the script called prepare_model_for_kbit_training: both are as likely. */
  private static List<StackProfile> upcasts(StackProfile stack, UnaryOperator<String> f) {
    boolean packed = f.apply("method").equals("qlora") && !f.apply("quantization").equals("gptq4");
    return packed && stack.upcastOther() ? List.of(stack, stack.withoutUpcast()) : List.of(stack);
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

  private static List<Checkpointing> checkpointing(UnaryOperator<String> f, StackProfile stack) {
    String text = f.apply("activation_checkpointing").toLowerCase(Locale.ROOT);
    if (text.contains("selective")) {
      return List.of(Checkpointing.SELECTIVE);
    }
    if (text.contains("offload")) {
      return List.of(Checkpointing.OFFLOAD);
    }
    if (text.startsWith("y") || text.contains("full")) {
      return List.of(stack.offloadsCheckpoints() ? Checkpointing.OFFLOAD : Checkpointing.FULL);
    }
    if (text.startsWith("n")) {
      return List.of(Checkpointing.NONE);
    }
    return stack.offloadsCheckpoints()
        ? List.of(Checkpointing.OFFLOAD)
        : List.of(Checkpointing.FULL, Checkpointing.FULL, Checkpointing.NONE);
  }

  /** A stated precision goes before the stack's own: autocast under FSDP keeps 32-bit shards. */
  private static StackProfile precise(StackProfile stack, String dtype, String sharding) {
    if (dtype.contains("no autocast") || dtype.contains("true") || dtype.contains("pure")) {
      return stack.withPrecision(2, 2);
    }
    boolean mixed = dtype.contains("autocast") && !dtype.contains("autocast_adapter");
    if (mixed && sharding.contains("fsdp")) {
      return stack.withPrecision(4, 2);
    }
    StackProfile precise = dtype.contains("fp32 weights") ? stack.withPrecision(4, 2) : stack;
    return dtype.contains("fp8") ? precise.withFp8() : precise;
  }

  private static Optimizer optimizer(String text) {
    boolean paged = text.contains("paged");
    if (text.contains("8bit") || text.contains("8-bit")) {
      return paged ? Optimizer.PAGED_ADAMW_8BIT : Optimizer.ADAMW_8BIT;
    }
    if (paged) {
      return Optimizer.PAGED_ADAMW_32BIT;
    }
    if (text.contains("fused")) {
      return Optimizer.ADAMW_TORCH_FUSED;
    }
    if (text.contains("adafactor")) {
      return Optimizer.ADAFACTOR;
    }
    return text.contains("sgd") ? Optimizer.SGD : Optimizer.ADAMW_TORCH;
  }

  private static Method method(UnaryOperator<String> f, ModelShape model) {
    String targets = f.apply("lora_targets").toLowerCase(Locale.ROOT);
    boolean gate = targets.contains("gate") || targets.contains("mlp");
    boolean attention = targets.contains("q_proj") || targets.contains("query");
    LoraTargets chosen =
        targets.isBlank() || targets.contains("all") || (gate && attention)
            ? LoraTargets.allLinear()
            : LoraTargets.parse(targets).in(model);
    Method.Weights weights =
        switch (f.apply("quantization")) {
          case "nf4-dq" -> Method.Weights.NF4_DQ;
          case "gptq4" -> Method.Weights.GPTQ4;
          case "int8" -> Method.Weights.INT8;
          case "nf4", "nf4?" -> Method.Weights.NF4;
          default -> f.apply("method").equals("qlora") ? Method.Weights.NF4 : Method.Weights.BF16;
        };
    return new Method(
        Method.Type.valueOf(f.apply("method").toUpperCase(Locale.ROOT)),
        whole(f, "lora_rank").orElse(16),
        chosen,
        false,
        0,
        List.of(),
        weights);
  }

  private static final Pattern MODEL_PARALLEL = Pattern.compile("(tp|pp)([2-9]|[1-9][0-9])");

  private static Parallelism parallelism(String text, int n) {
    if (n == 1 || text.contains("ddp")) {
      return Parallelism.DDP;
    }
    if (MODEL_PARALLEL.matcher(text).find()) {
      // tensor and pipeline parallel groups hold their own weights and gather none
      return Parallelism.ZERO1;
    }
    return text.contains("zero2") || text.contains("zero-2") ? Parallelism.ZERO2 : Parallelism.FSDP;
  }

  static Optional<Integer> whole(UnaryOperator<String> f, String column) {
    return Measured.number(f.apply(column)).map(v -> (int) Math.max(1, Math.min(1e9, v)));
  }
}
