package dev.tuneplan.stack;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

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
 * @param adapterBytes bytes of a LoRA weight
 * @param optimizerCopy copies of the trained parameters while the optimizer steps (foreach)
 * @param packsExperts whether 4-bit loading packs experts too: true where each is an {@code
 *     nn.Linear} (Transformers 4) or the loader knows fused ones
 * @param keepsInputGradients whether FSDP units of frozen weights hold the gradients of their
 *     inputs until the backward pass ends (FSDP1's reshard hooks)
 * @param accumulatesUnsharded whether accumulation keeps whole gradients on each GPU (FSDP's {@code
 *     no_sync})
 * @param expertsStay whether each GPU keeps some experts and gathers none (expert parallelism)
 * @param unitsMixAdapters whether adapters lie in one FSDP unit with frozen weights, so that
 *     gradients are made for all of the unit (FSDP1's use_orig_params)
 * @param doubleQuantised whether 4-bit weights have their scales quantised too where a run says
 *     nothing of it
 * @param ownModels whether it has model code of its own: flash attention, and one kernel for an
 *     activation, whatever Transformers does for the family
 * @param compile whether kernels are compiled together
 * @param checkpointing what its recipes recompute where a run says nothing: none, selective, full,
 *     or offload, which puts layers' inputs into host memory; empty where that differs
 * @param sequence tokens of a sequence in its recipes, where a run says nothing
 * @param operatorShare operators launched ÷ those of plain Transformers
 * @param adapterUnits whether each adapter matrix is an FSDP unit (PEFT's fsdp_auto_wrap_policy)
 * @param running what a run may state that goes before the profile
 * @param costs what is fitted on measured runs
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
    double adapterBytes,
    double optimizerCopy,
    boolean packsExperts,
    boolean keepsInputGradients,
    boolean accumulatesUnsharded,
    boolean expertsStay,
    boolean unitsMixAdapters,
    boolean doubleQuantised,
    boolean ownModels,
    boolean compile,
    Optional<String> checkpointing,
    Optional<Integer> sequence,
    double operatorShare,
    boolean adapterUnits,
    Running running,
    Costs costs,
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

  /**
   * What a run may state that goes before the profile.
   *
   * @param logitBytes bytes for each token and vocabulary entry at the loss, all copies together
   * @param residualBytes bytes of a residual value: 2, or 4 under FSDP with autocast
   * @param fullWeightBytes bytes of a trained weight in a full fine-tune
   * @param upcastOther whether 4-bit loading casts embeddings, norms and head to 32 bits
   * @param autocast whether the step runs under torch.autocast though weights have 16 bits
   * @param attention which kernel attention takes
   * @param synchronises whether the host waits for the device in every layer, so that launching,
   *     gathering and computing add up: flash attention over samples of different lengths
   *     (max_seqlen.item() of Transformers), loops over experts (Transformers 4)
   * @param fp8 whether matrix products run in FP8 where the device can
   */
  public record Running(
      double logitBytes,
      double residualBytes,
      double fullWeightBytes,
      boolean upcastOther,
      boolean autocast,
      Attention attention,
      boolean synchronises,
      boolean fp8) {
    private static Running read(Fields f) {
      return new Running(
          f.number("logitBytes", 0, 32).orElse(12),
          f.number("residualBytes", 2, 4).orElse(2),
          f.number("fullWeightBytes", 2, 4).orElse(2),
          f.flag("upcastOther").orElse(true),
          f.flag("autocast").orElse(false),
          f.word("attention", List.of("sdpa", "eager", "flash"))
              .map(w -> Attention.valueOf(w.toUpperCase(Locale.ROOT)))
              .orElse(Attention.SDPA),
          f.flag("synchronises").orElse(false),
          f.flag("fp8").orElse(false));
    }
  }

  /**
   * Constants that {@code make fit} writes; a profile without them has those of all stacks
   * together.
   *
   * @param reservedFactor reserved ÷ allocated memory
   * @param contextGiB CUDA context and loaded kernels, outside the allocator, GiB
   * @param unitMilliseconds host time of an FSDP unit in one micro-step, all its hooks together
   * @param contention share by which computing is slower while collectives run beside it
   * @param hostMicroseconds host time for each operator launched
   * @param efficiency factor on the device's matmul efficiency
   * @param fp8Gain share of the FP8 rate above the 16-bit one that products gain
   * @param memorySpread standard deviation of ln(actual ÷ estimate) for memory above the weights
   * @param speedSpread standard deviation of ln(actual ÷ estimate) for tokens per second
   */
  public record Costs(
      double reservedFactor,
      double contextGiB,
      double unitMilliseconds,
      double contention,
      double hostMicroseconds,
      double efficiency,
      double fp8Gain,
      double memorySpread,
      double speedSpread) {
    private static final Costs COMMON = new Costs(1.05, 0.6, 2.2, 0.05, 30, 1, 0.5, 0.15, 0.16);

    private static Costs read(Fields profile) {
      return profile.child("fitted").map(Costs::of).orElse(COMMON);
    }

    private static Costs of(Fields f) {
      Costs c =
          new Costs(
              f.number("reservedFactor", 1, 2).orElse(COMMON.reservedFactor),
              f.number("contextGiB", 0, 10).orElse(COMMON.contextGiB),
              f.number("unitMilliseconds", 0, 100).orElse(COMMON.unitMilliseconds),
              f.number("contention", 0, 1).orElse(COMMON.contention),
              f.number("hostMicroseconds", 0, 1000).orElse(COMMON.hostMicroseconds),
              f.number("efficiency", 0.1, 2).orElse(COMMON.efficiency),
              f.number("fp8Gain", 0, 1).orElse(COMMON.fp8Gain),
              f.number("memorySpread", 0, 2).orElse(COMMON.memorySpread),
              f.number("speedSpread", 0, 2).orElse(COMMON.speedSpread));
      f.text("source");
      f.refuseOthers();
      return c;
    }
  }

  /** {@link Running#logitBytes}. */
  public double logitBytes() {
    return running.logitBytes();
  }

  /** {@link Running#residualBytes}. */
  public double residualBytes() {
    return running.residualBytes();
  }

  /** {@link Running#fullWeightBytes}. */
  public double fullWeightBytes() {
    return running.fullWeightBytes();
  }

  /** {@link Running#upcastOther}. */
  public boolean upcastOther() {
    return running.upcastOther();
  }

  /** {@link Running#autocast}. */
  public boolean autocast() {
    return running.autocast();
  }

  /** {@link Running#attention}. */
  public Attention attention() {
    return running.attention();
  }

  /** {@link Running#synchronises}. */
  public boolean synchronises() {
    return running.synchronises();
  }

  /** {@link Running#fp8}. */
  public boolean fp8() {
    return running.fp8();
  }

  private StackProfile with(Running value, Costs fitted) {
    return new StackProfile(
        id,
        aliases,
        fusedNorm,
        fusedMlp,
        keysExpanded,
        frozenInputBytes,
        optimizerInBackward,
        adapterBytes,
        optimizerCopy,
        packsExperts,
        keepsInputGradients,
        accumulatesUnsharded,
        expertsStay,
        unitsMixAdapters,
        doubleQuantised,
        ownModels,
        compile,
        checkpointing,
        sequence,
        operatorShare,
        adapterUnits,
        value,
        fitted,
        source);
  }

  /** A copy of what a run may state, of which some is about to be another. */
  private static final class Draft {
    double logitBytes;
    double residualBytes;
    double fullWeightBytes;
    boolean upcastOther;
    boolean autocast;
    Attention attention;
    boolean synchronises;
    boolean fp8;

    Draft(Running r) {
      logitBytes = r.logitBytes;
      residualBytes = r.residualBytes;
      fullWeightBytes = r.fullWeightBytes;
      upcastOther = r.upcastOther;
      autocast = r.autocast;
      attention = r.attention;
      synchronises = r.synchronises;
      fp8 = r.fp8;
    }

    Running running() {
      return new Running(
          logitBytes,
          residualBytes,
          fullWeightBytes,
          upcastOther,
          autocast,
          attention,
          synchronises,
          fp8);
    }
  }

  private StackProfile running(Consumer<Draft> change) {
    Draft draft = new Draft(running);
    change.accept(draft);
    return with(draft.running(), costs);
  }

  /**
   * The same stack with weights of a full fine-tune and the residual stream in other precisions.
   */
  public StackProfile withPrecision(double weightBytes, double residual) {
    return running(r -> {
      r.fullWeightBytes = weightBytes;
      r.residualBytes = residual;
    });
  }

  /** The same stack where nothing casts embeddings, norms and head of a quantised model up. */
  public StackProfile withoutUpcast() {
    return running(r -> r.upcastOther = false);
  }

  /** The same stack with other copies of the logits, in bytes for each of them. */
  public StackProfile withLogitBytes(double bytes) {
    return running(r -> r.logitBytes = bytes);
  }

  /** The same stack under torch.autocast. */
  public StackProfile withAutocast() {
    return running(r -> r.autocast = true);
  }

  /** The same stack with another kernel for attention. */
  public StackProfile withAttention(Attention value) {
    return running(r -> r.attention = value);
  }

  /** The same stack where the host waits for the device in every layer. */
  public StackProfile withLayerSyncs() {
    return running(r -> r.synchronises = true);
  }

  /** The same stack with matrix products in FP8 or in 16 bits. */
  public StackProfile withFp8(boolean value) {
    return running(r -> r.fp8 = value);
  }

  /** The same stack with other constants. */
  public StackProfile withCosts(Costs value) {
    return with(running, value);
  }

  /** The same behaviour for a stack that has no profile: stacks differ by up to four times. */
  public StackProfile unlisted() {
    Costs c = costs;
    return withCosts(
        new Costs(
            c.reservedFactor,
            c.contextGiB,
            c.unitMilliseconds,
            c.contention,
            c.hostMicroseconds,
            c.efficiency,
            c.fp8Gain,
            Math.max(c.memorySpread, 0.35),
            Math.max(c.speedSpread, 0.4)));
  }

  private static Optional<Integer> sequence(Fields f) {
    OptionalLong n = f.whole("sequence", 1, 1 << 24);
    return n.isPresent() ? Optional.of((int) n.getAsLong()) : Optional.empty();
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
            f.number("adapterBytes", 2, 4).orElse(4),
            f.number("optimizerCopy", 0, 2).orElse(1),
            f.flag("packsExperts").orElse(true),
            f.flag("keepsInputGradients").orElse(false),
            f.flag("accumulatesUnsharded").orElse(false),
            f.flag("expertsStay").orElse(false),
            f.flag("unitsMixAdapters").orElse(false),
            f.flag("doubleQuantised").orElse(false),
            f.flag("ownModels").orElse(false),
            f.flag("compile").orElse(false),
            f.word("checkpointing", List.of("none", "selective", "full", "offload")),
            sequence(f),
            f.number("operatorShare", 0.05, 3).orElse(1),
            f.flag("adapterUnits").orElse(false),
            Running.read(f),
            Costs.read(f),
            f.requiredText("source"));
    f.refuseOthers();
    problems.throwIfAny();
    return profile;
  }
}
