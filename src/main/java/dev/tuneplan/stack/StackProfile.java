package dev.tuneplan.stack;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a training stack behaves: what it keeps for the backward pass, in which precision, and what
 * its kernels and its host cost.
 *
 * @param id the profile's id and file name
 * @param aliases other names that users and measurements use
 * @param fusedNorm normalisation keeps its 16-bit input only, not a 32-bit copy
 * @param fusedMlp gate and up projections are kept once, without the activated copy
 * @param keysExpanded keys and values are copied to every query head before attention
 * @param frozenInputBytes bytes of an input value that frozen 4-bit products keep: 0 where they
 *     keep none (bitsandbytes since 0.43), 2, or 4 for a copy in 32 bits
 * @param optimizerInBackward whether single-device full fine-tunes with a paged optimizer step
 *     inside the backward pass, so that gradients never are whole
 * @param residualBytes bytes of a residual value: 2, or 4 under FSDP with autocast
 * @param logitBytes bytes for each token and vocabulary entry at the loss, all copies together
 * @param adapterBytes bytes of a LoRA weight
 * @param fullWeightBytes bytes of a trained weight in a full fine-tune
 * @param optimizerCopy copies of the trained parameters while the optimizer steps (foreach)
 * @param upcastOther whether 4-bit loading casts embeddings, norms and head to 32 bits
 * @param packsExperts whether 4-bit loading packs experts too: true where each is an {@code
 *     nn.Linear} (Transformers 4) or the loader knows fused ones
 * @param keepsInputGradients whether FSDP units of frozen weights hold the gradients of their
 *     inputs until the backward pass ends (FSDP1's reshard hooks)
 * @param accumulatesUnsharded whether accumulation keeps whole gradients on each GPU (FSDP's {@code
 *     no_sync})
 * @param unitsMixAdapters whether adapters lie in one FSDP unit with frozen weights, so that
 *     gradients are made for all of the unit (FSDP1's use_orig_params)
 * @param doubleQuantised whether 4-bit weights have their scales quantised too where a run says
 *     nothing of it
 * @param reservedFactor reserved ÷ allocated memory
 * @param contextGiB CUDA context and loaded kernels, outside the allocator, GiB
 * @param ownModels whether it has model code of its own: flash attention, and one kernel for an
 *     activation, whatever Transformers does for the family
 * @param autocast whether the step runs under torch.autocast though weights have 16 bits
 * @param attention which kernel attention takes
 * @param compile whether kernels are compiled together
 * @param fp8 whether matrix products run in FP8 where the device can
 * @param checkpointing what its recipes recompute where a run says nothing: none, selective, full,
 *     or offload, which puts layers' inputs into host memory; empty where that differs
 * @param operatorShare operators launched ÷ those of plain Transformers
 * @param hostMicroseconds host time for each operator launched
 * @param synchronises whether the host waits for the device in every layer, so that launching,
 *     gathering and computing add up: flash attention over samples of different lengths
 *     (max_seqlen.item() of Transformers), loops over experts (Transformers 4)
 * @param adapterUnits whether each adapter matrix is an FSDP unit (PEFT's fsdp_auto_wrap_policy)
 * @param unitMilliseconds host time of an FSDP unit in one micro-step, all its hooks together
 * @param contention share by which computing is slower while collectives run beside it
 * @param efficiency factor on the device's matmul efficiency
 * @param memorySpread standard deviation of ln(actual ÷ estimate) for memory above the weights
 * @param speedSpread standard deviation of ln(actual ÷ estimate) for tokens per second
 * @param source where the flags are from
 */
public record StackProfile(
    String id,
    List<String> aliases,
    boolean fusedNorm,
    boolean fusedMlp,
    boolean keysExpanded,
    double frozenInputBytes,
    boolean optimizerInBackward,
    double residualBytes,
    double logitBytes,
    double adapterBytes,
    double fullWeightBytes,
    double optimizerCopy,
    boolean upcastOther,
    boolean packsExperts,
    boolean keepsInputGradients,
    boolean accumulatesUnsharded,
    boolean unitsMixAdapters,
    boolean doubleQuantised,
    double reservedFactor,
    double contextGiB,
    boolean ownModels,
    boolean autocast,
    Attention attention,
    boolean compile,
    boolean fp8,
    Optional<String> checkpointing,
    double operatorShare,
    double hostMicroseconds,
    boolean synchronises,
    boolean adapterUnits,
    double unitMilliseconds,
    double contention,
    double efficiency,
    double memorySpread,
    double speedSpread,
    String source) {

  /** Which kernel attention takes. */
  public enum Attention {
    /** what Transformers takes under SDPA */
    SDPA,
    /** scores written out */
    EAGER,
    /** flash attention, whatever the family */
    FLASH
  }

  private static Attention attention(Fields f) {
    return f.word("attention", List.of("sdpa", "eager", "flash"))
        .map(w -> Attention.valueOf(w.toUpperCase(Locale.ROOT)))
        .orElse(Attention.SDPA);
  }

  /** What a run may state that goes before the profile. */
  private record Changes(
      double residualBytes,
      double fullWeightBytes,
      boolean upcastOther,
      boolean autocast,
      Attention attention,
      boolean synchronises,
      boolean fp8,
      double memorySpread,
      double speedSpread) {
    Changes precision(double weightBytes, double residual) {
      return new Changes(
          residual,
          weightBytes,
          upcastOther,
          autocast,
          attention,
          synchronises,
          fp8,
          memorySpread,
          speedSpread);
    }

    Changes upcast(boolean value) {
      return new Changes(
          residualBytes,
          fullWeightBytes,
          value,
          autocast,
          attention,
          synchronises,
          fp8,
          memorySpread,
          speedSpread);
    }

    Changes autocast(boolean value) {
      return new Changes(
          residualBytes,
          fullWeightBytes,
          upcastOther,
          value,
          attention,
          synchronises,
          fp8,
          memorySpread,
          speedSpread);
    }

    Changes kernels(Attention kernel, boolean waits, boolean eight) {
      return new Changes(
          residualBytes,
          fullWeightBytes,
          upcastOther,
          autocast,
          kernel,
          waits,
          eight,
          memorySpread,
          speedSpread);
    }

    Changes spread(double memory, double speed) {
      return new Changes(
          residualBytes,
          fullWeightBytes,
          upcastOther,
          autocast,
          attention,
          synchronises,
          fp8,
          memory,
          speed);
    }
  }

  private StackProfile changed(Changes c) {
    return new StackProfile(
        id,
        aliases,
        fusedNorm,
        fusedMlp,
        keysExpanded,
        frozenInputBytes,
        optimizerInBackward,
        c.residualBytes,
        logitBytes,
        adapterBytes,
        c.fullWeightBytes,
        optimizerCopy,
        c.upcastOther,
        packsExperts,
        keepsInputGradients,
        accumulatesUnsharded,
        unitsMixAdapters,
        doubleQuantised,
        reservedFactor,
        contextGiB,
        ownModels,
        c.autocast,
        c.attention,
        compile,
        c.fp8,
        checkpointing,
        operatorShare,
        hostMicroseconds,
        c.synchronises,
        adapterUnits,
        unitMilliseconds,
        contention,
        efficiency,
        c.memorySpread,
        c.speedSpread,
        source);
  }

  private Changes unchanged() {
    return new Changes(
        residualBytes,
        fullWeightBytes,
        upcastOther,
        autocast,
        attention,
        synchronises,
        fp8,
        memorySpread,
        speedSpread);
  }

  /**
   * The same stack with weights of a full fine-tune and the residual stream in other precisions.
   */
  public StackProfile withPrecision(double weightBytes, double residual) {
    return changed(unchanged().precision(weightBytes, residual));
  }

  /** The same stack where nothing casts embeddings, norms and head of a quantised model up. */
  public StackProfile withoutUpcast() {
    return changed(unchanged().upcast(false));
  }

  /** The same stack under torch.autocast. */
  public StackProfile withAutocast() {
    return changed(unchanged().autocast(true));
  }

  /** The same stack with another kernel for attention. */
  public StackProfile withAttention(Attention value) {
    return changed(unchanged().kernels(value, synchronises, fp8));
  }

  /** The same stack where the host waits for the device in every layer. */
  public StackProfile withLayerSyncs() {
    return changed(unchanged().kernels(attention, true, fp8));
  }

  /** The same stack with matrix products in FP8 or in 16 bits. */
  public StackProfile withFp8(boolean value) {
    return changed(unchanged().kernels(attention, synchronises, value));
  }

  /** The same behaviour for a stack that has no profile: stacks differ by up to four times. */
  public StackProfile unlisted() {
    return changed(unchanged().spread(Math.max(memorySpread, 0.35), Math.max(speedSpread, 0.4)));
  }

  /** Reads a profile; what it leaves out is as in plain Transformers. */
  static StackProfile read(Node root) {
    Problems problems = new Problems();
    Fields f = Fields.of(root, problems);
    f.requiredText("apiVersion");
    f.word("kind", List.of("StackProfile"));
    f.text("notes");
    f.text("grade");
    StackProfile profile =
        new StackProfile(
            f.requiredText("id"),
            f.texts("aliases"),
            f.flag("fusedNorm").orElse(false),
            f.flag("fusedMlp").orElse(false),
            f.flag("keysExpanded").orElse(false),
            f.number("frozenInputBytes", 0, 4).orElse(0),
            f.flag("optimizerInBackward").orElse(false),
            f.number("residualBytes", 2, 4).orElse(2),
            f.number("logitBytes", 0, 32).orElse(12),
            f.number("adapterBytes", 2, 4).orElse(4),
            f.number("fullWeightBytes", 2, 4).orElse(2),
            f.number("optimizerCopy", 0, 2).orElse(1),
            f.flag("upcastOther").orElse(true),
            f.flag("packsExperts").orElse(true),
            f.flag("keepsInputGradients").orElse(false),
            f.flag("accumulatesUnsharded").orElse(false),
            f.flag("unitsMixAdapters").orElse(false),
            f.flag("doubleQuantised").orElse(false),
            f.number("reservedFactor", 1, 2).orElse(1.05),
            f.number("contextGiB", 0, 10).orElse(0.6),
            f.flag("ownModels").orElse(false),
            f.flag("autocast").orElse(false),
            attention(f),
            f.flag("compile").orElse(false),
            f.flag("fp8").orElse(false),
            f.word("checkpointing", List.of("none", "selective", "full", "offload")),
            f.number("operatorShare", 0.05, 3).orElse(1),
            f.number("hostMicroseconds", 0, 1000).orElse(15),
            f.flag("synchronises").orElse(false),
            f.flag("adapterUnits").orElse(false),
            f.number("unitMilliseconds", 0, 100).orElse(1),
            f.number("contention", 0, 1).orElse(0.04),
            f.number("efficiency", 0.1, 2).orElse(1),
            f.number("memorySpread", 0, 2).orElse(0.15),
            f.number("speedSpread", 0, 2).orElse(0.16),
            f.requiredText("source"));
    f.refuseOthers();
    problems.throwIfAny();
    return profile;
  }
}
