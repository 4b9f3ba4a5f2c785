package dev.tuneplan.accuracy;

import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Other tools' formulas, re-implemented from their sources, for the same rows. A method that a tool
 * says nothing of has no answer. Units: bytes and tokens per second per GPU.
 */
public enum Peer {
  /** commands/estimate.py, Adam in bf16: the optimizer's 2 x 4 bytes are the peak. */
  ACCELERATE("accelerate", s -> full(s, 8 * params(s)), Peer::none),

  /** docs/code-docs/source/memory.rst: model states only; ZeRO-2 also stands for one GPU. */
  DEEPSPEED("DeepSpeed", s -> full(s, deepspeed(s)), Peer::none),

  /**
   * calc/calc_transformer_mem.py of the cookbook, mixed precision, num_mlp_linears as the model.
   */
  ELEUTHERAI("EleutherAI cookbook", s -> full(s, eleuther(s)), Peer::none),

  /** README's table: bytes for each parameter by method, nothing for the batch. */
  LLAMA_FACTORY("LLaMA-Factory rule", s -> OptionalDouble.of(llamaFactory(s)), Peer::none),

  /** ftuneai/core/memory.py and time.py (2026-04). */
  FTUNE(
      "ftune",
      s -> OptionalDouble.of(Ftune.memory(s)),
      s -> OptionalDouble.of(Ftune.tokensPerSecondPerGpu(s))),

  /** studio/backend/utils/hardware/VRAM_ESTIMATION.md (2026). */
  UNSLOTH_STUDIO("Unsloth Studio", s -> OptionalDouble.of(UnslothStudio.memory(s)), Peer::none),

  /** src/App.js (2024): rank fixed at 8, attention scores kept, 650 MB for CUDA. */
  GPU_POOR("gpu_poor", s -> OptionalDouble.of(GpuPoor.memory(s)), Peer::none),

  /** What most web calculators do: six times the parameters at 40 % of the peak rate. */
  SIX_N(
      "6N at 40 % MFU",
      Peer::none, s -> OptionalDouble.of(0.4 * s.gpu().flops16() / (6 * params(s))));

  private final String title;
  private final Function<Setup, OptionalDouble> memory;
  private final Function<Setup, OptionalDouble> speed;

  Peer(
      String title, Function<Setup, OptionalDouble> memory, Function<Setup, OptionalDouble> speed) {
    this.title = title;
    this.memory = memory;
    this.speed = speed;
  }

  /** The tool's name. */
  public String title() {
    return title;
  }

  /**
   * What a tool says.
   *
   * @param memoryBytes of one GPU
   * @param tokensPerSecondPerGpu processed
   */
  public record Answer(OptionalDouble memoryBytes, OptionalDouble tokensPerSecondPerGpu) {}

  /** Every tool's answer; where a row leaves something open, the mean of its logarithms. */
  static Map<Peer, Answer> answers(List<Setup> setups) {
    Map<Peer, Answer> answers = new EnumMap<>(Peer.class);
    for (Peer p : values()) {
      answers.put(p, new Answer(mean(setups, p.memory), mean(setups, p.speed)));
    }
    return answers;
  }

  private static OptionalDouble mean(List<Setup> setups, Function<Setup, OptionalDouble> formula) {
    OptionalDouble log =
        setups.stream()
            .map(formula)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(v -> Math.log(v.getAsDouble()))
            .average();
    return log.isPresent() ? OptionalDouble.of(Math.exp(log.getAsDouble())) : log;
  }

  private static OptionalDouble none(Setup s) {
    return OptionalDouble.empty();
  }

  private static OptionalDouble full(Setup s, double bytes) {
    return s.method().full() ? OptionalDouble.of(bytes) : OptionalDouble.empty();
  }

  private static double params(Setup s) {
    return s.model().parameters();
  }

  private static double deepspeed(Setup s) {
    double p = params(s);
    if (s.parallelism() == Parallelism.FSDP || s.parallelism() == Parallelism.ZERO3) {
      double largest = s.model().layers().stream().mapToLong(l -> l.parameters()).max().orElse(0);
      return s.offloadOptimizer() ? 4 * largest : 4 * largest + 18 * p / s.gpus();
    }
    return s.offloadOptimizer() ? 2 * p : 4 * p + 16 * p / s.gpus();
  }

  private static double eleuther(Setup s) {
    double h = s.model().hidden();
    double depth = s.model().depth();
    double width = s.model().layers().getLast().width();
    double heads = s.model().layers().getLast().heads();
    double p =
        2 * s.model().vocab() * h
            + h * s.sequence()
            + 8 * h * depth
            + 2 * h
            + 4 * depth * h * h
            + 3 * depth * h * width;
    boolean sharded = s.parallelism().gathers();
    double n = s.gpus();
    double activations = s.tokens() * h * depth * 34;
    if (s.checkpointing() == Checkpointing.NONE) {
      activations += s.tokens() * depth * 5 * heads * s.sequence();
    }
    double buckets = n > 1 ? 5e8 * 2 + (sharded ? 1e9 * 2 : 0) : 0;
    return (2 * p + 4 * p) / (sharded ? n : 1) + 12 * p / n + activations + buckets;
  }

  private static double llamaFactory(Setup s) {
    double bytes =
        s.method().full()
            ? 8
            : switch (s.method().weights()) {
              case BF16 -> 2;
              case INT8 -> 1;
              case NF4, NF4_DQ, GPTQ4 -> 0.5;
            };
    return bytes * params(s) / s.parallelism().weights(s.gpus());
  }

  private static final class Ftune {
    static double memory(Setup s) {
      boolean full = s.method().full();
      double p = params(s);
      double weights =
          switch (s.method().weights()) {
            case BF16 -> 2 * p;
            case INT8 -> 1.01 * p;
            case NF4, NF4_DQ, GPTQ4 -> 0.51 * p;
          };
      double trained = s.trainable();
      double factor = s.checkpointing() == Checkpointing.NONE ? 10 : 2;
      double activations = s.tokens() * s.model().hidden() * s.model().depth() * 2 * factor * 0.5;
      double active = s.model().experts() ? 2.0 * s.model().activeParameters() / p : 1;
      double states = s.optimizer() == Optimizer.ADAMW_8BIT ? 2 : 8;
      double buffer = s.gpus() > 1 && s.parallelism().gathers() ? 0.05 * weights : 0;
      return 1.15
          * ((weights + (full ? 0 : 2 * trained)) / s.parallelism().weights(s.gpus())
              + 2 * trained / s.parallelism().gradients(s.gpus())
              + states * trained / s.parallelism().states(s.gpus())
              + activations * Math.min(1, active)
              + buffer);
    }

    static double tokensPerSecondPerGpu(Setup s) {
      boolean full = s.method().full();
      double utilisation = s.method().type() == Method.Type.QLORA ? 0.30 : 0.35;
      double flops = 6 * params(s) * (full ? 1 : 0.75);
      double scaling =
          switch (s.parallelism()) {
            case DDP -> Math.max(0.8, Math.pow(0.95, s.gpus() - 1));
            case ZERO1 -> Math.max(0.75, Math.pow(0.93, s.gpus() - 1));
            case ZERO2 -> Math.max(0.7, Math.pow(0.9, s.gpus() - 1));
            case ZERO3, FSDP -> Math.max(0.6, Math.pow(0.82, s.gpus() - 1));
          };
      return utilisation * s.gpu().flops16() * scaling / flops;
    }
  }

  private static final class UnslothStudio {
    static double memory(Setup s) {
      double packed = s.model().quantisableWeights(true);
      double rest = params(s) - packed;
      double weights =
          switch (s.method().weights()) {
            case BF16 -> 2 * (packed + rest);
            case INT8 -> packed + 2 * rest;
            case NF4, GPTQ4 -> packed * 2 / 3.2 + 2 * rest;
            case NF4_DQ -> packed * 2 / 3.6 + 2 * rest;
          };
      boolean full = s.method().full();
      double trained = s.trainable();
      double states =
          switch (s.optimizer()) {
            case ADAMW_8BIT, ADAMW_BNB_8BIT, PAGED_ADAMW_8BIT, SGD -> 4 * trained;
            case PAGED_ADAMW_32BIT -> 8 * trained;
            default -> 6 * trained;
          };
      var layer = s.model().layers().getLast();
      double each =
          s.tokens()
              * (s.model().hidden() + 2 * layer.keyWidth() + 2 + 2 * layer.width())
              * 2
              * 1.25;
      double activations =
          each
              * switch (s.checkpointing()) {
                case NONE, SELECTIVE -> s.model().depth();
                case FULL -> full ? 2 : 1;
                case OFFLOAD -> full ? 1.5 : 1;
              };
      double floor =
          full ? 0.15 * weights : Math.min(0.15 * weights, Math.max(activations, states));
      double gradients = Math.max(2 * trained, floor);
      double adapters = full ? 0 : 2 * trained;
      double shards = s.parallelism().weights(s.gpus());
      return (weights + adapters + states + gradients) / shards + activations + 1.4e9;
    }
  }

  private static final class GpuPoor {
    private static final double MB = 1 << 20;

    static double memory(Setup s) {
      double h = s.model().hidden();
      var layer = s.model().layers().getLast();
      double inter = layer.width();
      double depth = s.model().depth();
      double p = 2 * s.model().vocab() * h + depth * 4 * h * h + depth * 3 * inter * h;
      double len = s.sequence();
      double attention = 8 * len * h * 2 + len * len * layer.heads() * (2 + 4 + 2);
      double mlp = 2 * h * len * 2 + 6 * 2 * len * inter;
      double norm = len * 8 + len * h * 12;
      double activations = (attention + mlp + norm) * depth * s.microBatch();
      boolean checkpointed = s.checkpointing() != Checkpointing.NONE;
      activations *= checkpointed ? 0.15 : 1;
      double extra =
          0.75
              * (15 * h + 6 * inter)
              * depth
              * 50
              * Math.max(1, Math.sqrt(len / 50))
              * s.microBatch();
      double states =
          switch (s.method().type()) {
            case FULL -> 6 * p;
            case LORA -> depth * 8 * h * 48;
            case QLORA -> depth * 8 * h * 6 + extra;
          };
      double weights = s.method().weights() == Method.Weights.BF16 ? 2 * p : 0.5 * p;
      return (weights + states) / s.parallelism().weights(s.gpus()) + activations + 650 * MB;
    }
  }
}
