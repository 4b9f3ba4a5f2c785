package dev.tuneplan.estimate;

import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackProfile;
import dev.tuneplan.trace.StepOptimizer;
import dev.tuneplan.trace.StepOptions;
import dev.tuneplan.trace.StepTrace;
import dev.tuneplan.trace.StepTracer;
import java.util.HashMap;
import java.util.Map;

/** Traces of setups; those that differ in the device alone share one. Not thread-safe. */
final class Tracing {
  private record Key(ModelShape model, StepOptions options) {
    @Override
    public int hashCode() {
      return (System.identityHashCode(model) * 31 + options.sequence()) * 31
          + options.microBatch() * 2
          + (options.checkpointed() ? 1 : 0);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key k && k.model == model && k.options.equals(options);
    }
  }

  private final Map<Key, StepTrace> known = new HashMap<>();
  private final Map<SizeKey, Sizes> sizes = new HashMap<>();

  private record SizeKey(ModelShape model, Method method, boolean packsExperts) {
    @Override
    public int hashCode() {
      return System.identityHashCode(model) * 31 + method.type().hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SizeKey k
          && k.model == model
          && k.method.equals(method)
          && k.packsExperts == packsExperts;
    }
  }

  /** The counts of a setup's model and method. */
  Sizes sizes(Setup s) {
    return sizes.computeIfAbsent(
        new SizeKey(s.model(), s.method(), s.stack().packsExperts()), k -> Sizes.of(s));
  }

  /** The step of a setup with or without checkpointing. */
  StepTrace of(Setup s, boolean checkpointed) {
    return known.computeIfAbsent(
        new Key(s.model(), options(s, checkpointed)), k -> StepTracer.of(k.model(), k.options()));
  }

  private static StepOptions options(Setup s, boolean checkpointed) {
    Method m = s.method();
    boolean full = m.full();
    StackProfile stack = s.stack();
    // 32-bit residuals come from autocast over 32-bit embeddings and norms; sharded weights are
    // gathered in 16 bits
    int weightBytes = !full || s.gathered() ? 2 : (int) stack.fullWeightBytes();
    boolean autocast = stack.autocast() || stack.residualBytes() > 2 || weightBytes > 2;
    return new StepOptions(
        full
            ? StepOptions.Adapters.NONE
            : new StepOptions.Adapters(
                m.targets(),
                m.rank(),
                (int) stack.adapterBytes(),
                m.dora(),
                m.dropout() > 0,
                m.savedModules()),
        weightBytes,
        quantised(m),
        stack.residualBytes() > 2 || s.upcast(),
        autocast,
        checkpointed,
        loss(stack.logitBytes()),
        optimizer(s.optimizer()),
        s.accumulation() > 1 ? 2 : 1,
        attention(stack),
        stack.keysExpanded(),
        m.weights() == Method.Weights.INT8 ? 2 : (int) stack.frozenInputBytes(),
        stack.packsExperts(),
        true,
        new StepOptions.Fused(
            stack.fusedNorm(), stack.fusedMlp(), stack.fusedNorm(), stack.ownModels()),
        s.microBatch(),
        s.sequence());
  }

  private static StepOptions.AttentionChoice attention(StackProfile stack) {
    return switch (stack.attention()) {
      case SDPA ->
          stack.ownModels()
              ? StepOptions.AttentionChoice.FLASH
              : StepOptions.AttentionChoice.FAMILY;
      case EAGER -> StepOptions.AttentionChoice.EAGER;
      case FLASH -> StepOptions.AttentionChoice.FLASH;
    };
  }

  private static StepOptions.Quantised quantised(Method m) {
    if (m.full()) {
      return StepOptions.Quantised.NONE;
    }
    return switch (m.weights()) {
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
