package dev.tuneplan.estimate;

import dev.tuneplan.stack.StackProfile;
import dev.tuneplan.trace.StepOptimizer;
import dev.tuneplan.trace.StepOptions;

/**
 * What of a setup decides the operators of its step, beside the model: a step of a model that
 * tuneplan does not know has it too. Fields as in {@link Setup}.
 */
public record StepSetup(
    Method method,
    StackProfile stack,
    int gpus,
    Parallelism parallelism,
    int microBatch,
    int sequence,
    int accumulation,
    Checkpointing checkpointing,
    Optimizer optimizer,
    boolean offloadOptimizer,
    boolean offloadParameters) {
  public StepSetup {
    if (gpus < 1 || microBatch < 1 || sequence < 1 || accumulation < 1) {
      throw new IllegalArgumentException(
          "GPUs, micro-batch, sequence and accumulation must be >= 1, was "
              + gpus
              + ", "
              + microBatch
              + ", "
              + sequence
              + ", "
              + accumulation);
    }
  }

  static StepSetup of(Setup s) {
    return new StepSetup(
        s.method(),
        s.stack(),
        s.gpus(),
        s.parallelism(),
        s.microBatch(),
        s.sequence(),
        s.accumulation(),
        s.checkpointing(),
        s.optimizer(),
        s.offloadOptimizer(),
        s.offloadParameters());
  }

  /** Whether weights are spread over GPUs and gathered, in 16 bits, where they are used. */
  boolean gathered() {
    return gpus > 1 && parallelism.gathers();
  }

  /**
   * Whether embeddings, norms and head are cast to 32 bits; weights that FSDP flattens together
   * have one type (torch/distributed/fsdp/_flat_param.py, read 2026-11-24), so not when sharded.
   */
  boolean upcast() {
    return method.type() == Method.Type.QLORA
        && method.weights() != Method.Weights.GPTQ4
        && stack.upcastOther()
        && !gathered();
  }

  /** The operators of one GPU that holds everything, with or without checkpointing. */
  StepOptions options(boolean checkpointed) {
    boolean full = method.full();
    // 32-bit residuals come from autocast over 32-bit embeddings and norms; sharded weights are
    // gathered in 16 bits
    int weightBytes = !full || gathered() ? 2 : (int) stack.fullWeightBytes();
    boolean autocast = stack.autocast() || stack.residualBytes() > 2 || weightBytes > 2;
    return new StepOptions(
        full
            ? StepOptions.Adapters.NONE
            : new StepOptions.Adapters(
                method.targets(),
                method.rank(),
                (int) stack.adapterBytes(),
                method.dora(),
                method.dropout() > 0,
                method.savedModules()),
        weightBytes,
        quantised(),
        stack.residualBytes() > 2 || upcast(),
        autocast,
        checkpointed,
        loss(stack.logitBytes()),
        optimizer(optimizer),
        accumulation > 1 ? 2 : 1,
        attention(),
        stack.keysExpanded(),
        method.weights() == Method.Weights.INT8 ? 2 : (int) stack.frozenInputBytes(),
        stack.packsExperts(),
        true,
        new StepOptions.Fused(
            stack.fusedNorm(), stack.fusedMlp(), stack.fusedNorm(), stack.ownModels()),
        microBatch,
        sequence);
  }

  private StepOptions.AttentionChoice attention() {
    return switch (stack.attention()) {
      case SDPA ->
          stack.ownModels()
              ? StepOptions.AttentionChoice.FLASH
              : StepOptions.AttentionChoice.FAMILY;
      case EAGER -> StepOptions.AttentionChoice.EAGER;
      case FLASH -> StepOptions.AttentionChoice.FLASH;
    };
  }

  private StepOptions.Quantised quantised() {
    if (method.full()) {
      return StepOptions.Quantised.NONE;
    }
    return switch (method.weights()) {
      case BF16 -> StepOptions.Quantised.NONE;
      case NF4_DQ -> StepOptions.Quantised.NF4_DQ;
      case NF4, INT8, GPTQ4 -> StepOptions.Quantised.NF4;
    };
  }

  private static StepOptions.LossKind loss(double logitBytes) {
    if (logitBytes <= 2) {
      return StepOptions.LossKind.LIGER;
    }
    return logitBytes < 10 ? StepOptions.LossKind.FUSED : StepOptions.LossKind.PLAIN;
  }

  private static StepOptimizer optimizer(Optimizer o) {
    return switch (o) {
      case ADAMW_TORCH, MUON -> StepOptimizer.ADAMW_TORCH;
      case ADAMW_TORCH_FUSED, PAGED_ADAMW_32BIT -> StepOptimizer.ADAMW_TORCH_FUSED;
      case ADAMW_8BIT, ADAMW_BNB_8BIT, PAGED_ADAMW_8BIT -> StepOptimizer.ADAMW_8BIT;
      case ADAFACTOR -> StepOptimizer.ADAFACTOR;
      case LION -> StepOptimizer.LION;
      case LION_8BIT -> StepOptimizer.LION_8BIT;
      case SGD -> StepOptimizer.SGD;
    };
  }
}
