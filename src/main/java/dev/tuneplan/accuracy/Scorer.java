package dev.tuneplan.accuracy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackCatalogue;
import dev.tuneplan.stack.StackProfile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Turns a measured row into a setup, estimates it and compares. Nothing keys on a row or source. */
public final class Scorer {
  private static final double GIB = 1L << 30;

  private final ModelCatalogue models;
  private final GpuCatalogue gpus;
  private final StackCatalogue stacks;

  /** Looks names up in these catalogues. */
  public Scorer(ModelCatalogue models, GpuCatalogue gpus, StackCatalogue stacks) {
    this.models = models;
    this.gpus = gpus;
    this.stacks = stacks;
  }

  /** Scores one row; {@code field} gives a column's text. */
  public Score.Row score(UnaryOperator<String> field) {
    String id = field.apply("id");
    String method = field.apply("method");
    String reason = missing(field);
    if (reason.isEmpty()) {
      try {
        return scored(field, setup(field));
      } catch (InvalidInput e) {
        reason = String.valueOf(e.getMessage());
      } catch (IllegalArgumentException e) {
        reason = "a value cannot be read: " + e.getMessage();
      }
    }
    return row(field, id, method, reason, Optional.empty(), Optional.empty());
  }

  private static Score.Row row(
      UnaryOperator<String> field,
      String id,
      String method,
      String reason,
      Optional<Score> memory,
      Optional<Score> speed) {
    return new Score.Row(
        id, method, field.apply("stack"), field.apply("gpu_id"), reason, memory, speed);
  }

  private static String missing(UnaryOperator<String> field) {
    if (!Set.of("full", "lora", "qlora").contains(field.apply("method"))) {
      return "method is not full, lora or qlora";
    }
    for (String column : List.of("model_id", "gpu_id", "seq_len", "micro_batch_per_gpu")) {
      if (field.apply(column).isBlank()) {
        return column + " is not stated";
      }
    }
    if (field.apply("peak_mem_gib").isBlank() && field.apply("tokens_per_s_per_gpu").isBlank()) {
      return "neither memory nor speed was measured";
    }
    return "";
  }

  private Score.Row scored(UnaryOperator<String> field, Setup setup) {
    Estimate e = Estimate.of(setup);
    Optional<Score> memory = number(field.apply("peak_mem_gib")).map(a -> memory(field, e, a));
    Optional<Score> speed =
        number(field.apply("tokens_per_s_per_gpu"))
            .map(
                a -> {
                  Range r = e.speed().tokensPerSecondPerGpu();
                  return new Score(r.p50(), r.p10(), r.p90(), a);
                });
    String reason = memory.isPresent() || speed.isPresent() ? "" : "no measured value is a number";
    return row(field, field.apply("id"), field.apply("method"), reason, memory, speed);
  }

  private static Score memory(UnaryOperator<String> field, Estimate e, double actual) {
    double median =
        switch (field.apply("mem_kind")) {
          case "allocated" -> e.memory().allocatedBytes();
          case "nvidia-smi" -> e.memory().deviceBytes();
          default -> e.memory().reservedBytes();
        };
    Range r = e.memory().device().times(median / e.memory().deviceBytes() / GIB);
    return new Score(r.p50(), r.p10(), r.p90(), actual);
  }

  private Setup setup(UnaryOperator<String> f) {
    Place place = Place.of("row " + f.apply("id"));
    ModelShape model = models.find(f.apply("model_id"), place);
    String stackName = f.apply("stack");
    StackProfile stack =
        stacks.named(stackName).orElseGet(() -> stacks.find("transformers", place));
    int n = (int) (double) number(f.apply("num_gpus")).orElse(1.0);
    int nodes = (int) (double) number(f.apply("num_nodes")).orElse(1.0);
    String dtype = f.apply("dtype").toLowerCase(Locale.ROOT);
    String optimizer = f.apply("optimizer").toLowerCase(Locale.ROOT);
    return new Setup(
        model,
        method(f),
        precise(stack, dtype, f.apply("parallelism").toLowerCase(Locale.ROOT)),
        gpus.find(f.apply("gpu_id"), place),
        n,
        Math.min(n, Math.max(1, nodes)),
        parallelism(f.apply("parallelism").toLowerCase(Locale.ROOT), n),
        Math.max(1, (int) (double) number(f.apply("micro_batch_per_gpu")).orElse(1.0)),
        (int) (double) number(f.apply("seq_len")).orElse(1.0),
        Math.max(1, (int) (double) number(f.apply("grad_accum")).orElse(1.0)),
        checkpointing(f.apply("activation_checkpointing").toLowerCase(Locale.ROOT)),
        optimizer(optimizer),
        f.apply("cpu_offload").startsWith("y"),
        f.apply("cpu_offload").startsWith("y"));
  }

  /** A stated precision goes before the stack's own: autocast under FSDP keeps 32-bit shards. */
  private static StackProfile precise(StackProfile stack, String dtype, String parallelism) {
    if (dtype.contains("no autocast") || dtype.contains("true") || dtype.contains("pure")) {
      return stack.withPrecision(2, 2);
    }
    boolean mixed = dtype.contains("autocast") && !dtype.contains("autocast_adapter");
    if (mixed && parallelism.contains("fsdp")) {
      return stack.withPrecision(4, 4);
    }
    return dtype.contains("fp32 weights") ? stack.withPrecision(4, 2) : stack;
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
    return text.contains("sgd") ? Optimizer.SGD : Optimizer.ADAMW_TORCH;
  }

  private static Method method(UnaryOperator<String> f) {
    String targets = f.apply("lora_targets").toLowerCase(Locale.ROOT);
    boolean gate = targets.contains("gate") || targets.contains("mlp");
    boolean attention = targets.contains("q_proj") || targets.contains("query");
    LoraTargets chosen =
        targets.isBlank() || targets.contains("all") || (gate && attention)
            ? LoraTargets.allLinear()
            : LoraTargets.parse(targets);
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
        (int) (double) number(f.apply("lora_rank")).orElse(16.0),
        chosen,
        false,
        0,
        List.of(),
        weights);
  }

  private static Parallelism parallelism(String text, int n) {
    if (n == 1 || text.contains("ddp")) {
      return Parallelism.DDP;
    }
    return text.contains("zero2") || text.contains("zero-2") ? Parallelism.ZERO2 : Parallelism.FSDP;
  }

  private static Checkpointing checkpointing(String text) {
    if (text.startsWith("n")) {
      return Checkpointing.NONE;
    }
    return text.contains("selective") ? Checkpointing.SELECTIVE : Checkpointing.FULL;
  }

  private static Optional<Double> number(String text) {
    try {
      double value = Double.parseDouble(text.strip());
      return Double.isFinite(value) && value > 0 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
