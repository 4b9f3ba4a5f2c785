package dev.tuneplan.estimate;

import dev.tuneplan.stack.StackProfile;
import dev.tuneplan.trace.StepOptions;
import dev.tuneplan.trace.TraceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the real libraries can be asked about a step.
 *
 * @param request the step that they can run; empty exactly when something is refused
 * @param refused what of the step cannot be traced at all
 * @param different what the stack does and the trace does not: an estimate then keeps to tuneplan's
 *     own model
 */
public record Traceable(
    Optional<TraceRequest> request, List<String> refused, List<String> different) {
  public Traceable {
    refused = List.copyOf(refused);
    different = List.copyOf(different);
  }

  /** The request whose answer is this step's, if there is one. */
  public Optional<TraceRequest> exact() {
    return different.isEmpty() ? request : Optional.empty();
  }

  /** What can be asked about a step. */
  public static Traceable of(StepSetup s) {
    List<String> refused = refused(s);
    return new Traceable(
        refused.isEmpty() ? Optional.of(request(s)) : Optional.empty(), refused, different(s));
  }

  private static TraceRequest request(StepSetup s) {
    StepOptions o = s.options(s.checkpointing() == Checkpointing.FULL);
    boolean packed = o.quantised() != StepOptions.Quantised.NONE;
    boolean upcast = packed && o.upcast();
    return new TraceRequest(
        new StepOptions(
            o.adapters(),
            o.weightBytes(),
            o.quantised(),
            upcast,
            // trainers put 32-bit norms and head under autocast; bare, attention would take its
            // slow path
            o.autocast() || upcast,
            o.checkpointed(),
            o.loss(),
            o.optimizer(),
            s.gpus() > 1 ? 1 : o.accumulation(),
            o.attention(),
            o.keysExpanded(),
            o.frozenInputBytes(),
            o.packsAll(),
            o.narrowOutputs(),
            o.fused(),
            o.microBatch(),
            o.sequence()),
        sharding(s),
        s.gpus());
  }

  private static TraceRequest.Sharding sharding(StepSetup s) {
    if (s.gpus() == 1) {
      return TraceRequest.Sharding.NONE;
    }
    return s.parallelism() == Parallelism.DDP
        ? TraceRequest.Sharding.DDP
        : TraceRequest.Sharding.FSDP;
  }

  private static List<String> refused(StepSetup s) {
    List<String> found = new ArrayList<>();
    Method m = s.method();
    boolean spread = s.gpus() > 1;
    add(found, m.weights() == Method.Weights.INT8, "quantization int8 (nf4 and nf4-dq can be)");
    add(found, m.weights() == Method.Weights.GPTQ4, "quantization gptq4 (nf4 and nf4-dq can be)");
    add(
        found,
        s.checkpointing() == Checkpointing.SELECTIVE || s.checkpointing() == Checkpointing.OFFLOAD,
        "checkpointing selective or offload (none and full can be)");
    Set<String> names = m.full() ? Set.of() : m.targets().names();
    add(
        found,
        names.contains("attention") || names.contains("mlp"),
        "targets attention or mlp (names of modules can be)");
    add(found, s.optimizer() == Optimizer.MUON, "optimizer muon");
    add(found, s.optimizer() == Optimizer.LION_8BIT, "optimizer lion_8bit (lion can be)");
    add(found, s.offloadOptimizer(), "an optimizer in host memory");
    add(found, s.offloadParameters(), "weights in host memory");
    boolean zero = s.parallelism() != Parallelism.DDP && s.parallelism() != Parallelism.FSDP;
    add(found, spread && zero, "ZeRO (ddp and fsdp can be)");
    boolean packed = m.weights() != Method.Weights.BF16 && !m.full();
    add(
        found,
        spread && s.parallelism() == Parallelism.FSDP && packed,
        "fsdp with quantised weights (ddp can be)");
    boolean plain = s.options(false).loss() != StepOptions.LossKind.LIGER;
    add(found, spread && !plain, "a loss in parts over several GPUs (on one it can be)");
    return found;
  }

  private static List<String> different(StepSetup s) {
    List<String> found = new ArrayList<>();
    StackProfile k = s.stack();
    add(found, k.fusedNorm() || k.fusedMlp(), "fused kernels");
    add(found, k.keysExpanded(), "keys and values copied to every query head");
    add(found, k.frozenInputBytes() > 0, "4-bit products that keep their input");
    boolean sdpa = k.attention() == StackProfile.Attention.SDPA;
    add(found, k.ownModels() || !sdpa, "attention kernels of its own");
    add(found, k.compile(), "compiled kernels");
    add(found, k.fp8(), "products in FP8");
    double logits = k.logitBytes();
    add(found, logits > 2 && logits != 12, "a loss of its own");
    boolean packed = s.options(false).quantised() != StepOptions.Quantised.NONE;
    add(found, !packed && k.residualBytes() > 2, "embeddings and norms in 32 bits");
    add(found, s.optimizer().paged(), "optimizer states that can leave the GPU");
    boolean spread = s.gpus() > 1;
    add(found, spread && s.accumulation() > 1, "several micro-steps of several GPUs");
    add(
        found,
        spread
            && s.parallelism() == Parallelism.FSDP
            && !s.method().full()
            && k.keepsInputGradients(),
        "FSDP of the first version, which keeps more of frozen units");
    return found;
  }

  private static void add(List<String> found, boolean when, String what) {
    if (when) {
      found.add(what);
    }
  }
}
