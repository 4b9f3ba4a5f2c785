package dev.tuneplan.trace;

import dev.tuneplan.model.LoraTargets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What decides the operators of a step.
 *
 * @param adapters what is trained beside a frozen model; a full fine-tune has none
 * @param weightBytes of a weight that is not quantised: 2 or 4
 * @param quantised how frozen matrices are stored
 * @param upcast whether embeddings, norms and head are in 32 bits
 * @param autocast whether products run in 16 bits over 32-bit values
 * @param checkpointed whether layers are computed again in the backward pass
 * @param loss how logits become a loss
 * @param optimizer which states are kept
 * @param accumulation micro-steps of an optimizer step
 * @param attention which kernel attention takes
 * @param keysExpanded whether keys and values are copied to every query head (Transformers before
 *     4.48)
 * @param frozenInputBytes in which precision quantised products keep their input: 0 when they do
 *     not (bitsandbytes since 0.43), 2 as it comes, 4 as a copy
 * @param packsAll whether 4-bit loading packs classes derived from {@code nn.Linear} too, as
 *     Transformers before 5 and other libraries do
 * @param narrowOutputs whether 4-bit layers return 16 bits whatever they are given, as measured
 *     runs of 2024 did; today's bitsandbytes returns its input's precision
 * @param fused which parts run as one kernel
 * @param microBatch sequences
 * @param sequence tokens of each
 */
public record StepOptions(
    Adapters adapters,
    int weightBytes,
    Quantised quantised,
    boolean upcast,
    boolean autocast,
    boolean checkpointed,
    LossKind loss,
    StepOptimizer optimizer,
    int accumulation,
    AttentionChoice attention,
    boolean keysExpanded,
    int frozenInputBytes,
    boolean packsAll,
    boolean narrowOutputs,
    Fused fused,
    int microBatch,
    int sequence) {
  /**
   * Adapters.
   *
   * @param targets matrices that have one; null in effect when rank is 0
   * @param rank 0 when every weight is trained
   * @param bytes of an adapter's weight: 2 or 4
   * @param dora whether magnitudes are trained
   * @param dropout whether their input is dropped out
   * @param saved vocabulary matrices that are trained whole
   */
  public record Adapters(
      LoraTargets targets, int rank, int bytes, boolean dora, boolean dropout, List<String> saved) {
    /** No adapters: a full fine-tune. */
    public static final Adapters NONE =
        new Adapters(LoraTargets.of(List.of()), 0, 4, false, false, List.of());
  }

  /** Which kernel attention takes. */
  public enum AttentionChoice {
    /** what Transformers takes for the family under SDPA */
    FAMILY,
    /** scores written out */
    EAGER,
    /** flash attention, whatever the family */
    FLASH
  }

  /** How frozen matrices are stored. */
  public enum Quantised {
    NONE,
    NF4,
    NF4_DQ
  }

  /** How logits become a loss. */
  public enum LossKind {
    /** ForCausalLMLoss: all logits in 32 bits */
    PLAIN,
    /** cross entropy over eighths of the sequence (torchtune's CEWithChunkedOutputLoss) */
    CHUNKED,
    /** all logits in 16 bits, one kernel each way (Unsloth, foak, a compiler) */
    FUSED,
    /** head and loss in one, part by part */
    LIGER
  }

  /**
   * Parts that run as one kernel (Liger, foak, Unsloth, a compiler).
   *
   * @param norm keeps its input, not a 32-bit copy
   * @param feed gate and up are kept, and not the activated product
   * @param rotary turns in place
   * @param activation is one kernel whatever Transformers writes out for the family
   */
  public record Fused(boolean norm, boolean feed, boolean rotary, boolean activation) {
    /** Every operator by itself. */
    public static final Fused NOTHING = new Fused(false, false, false, false);
  }

  /** Whether a vocabulary matrix is trained: the head, or else the embedding. */
  boolean trains(boolean head) {
    return full()
        || adapters.saved().stream().anyMatch(head ? StepOptions::isHead : StepOptions::isTable);
  }

  /** Whether a saved module is the output head, as every family of Transformers 5 calls it. */
  static boolean isHead(String module) {
    return module.equals("lm_head");
  }

  /** Whether a saved module is the embedding. PEFT passes over names that no module has. */
  static boolean isTable(String module) {
    return TABLES.contains(module);
  }

  private static final Set<String> TABLES =
      Set.of("embed_tokens", "wte", "word_embeddings", "embed_in");

  /** Whether every weight is trained. */
  public boolean full() {
    return adapters.rank() == 0;
  }

  /** Tokens of a micro-step. */
  public double tokens() {
    return (double) microBatch * sequence;
  }

  /** Tokens that a token can look back on. */
  double span() {
    return sequence;
  }

  /** Bytes of a value of embeddings, norms and head. */
  int outerBytes() {
    return upcast ? 4 : weightBytes;
  }

  /** The same for a model whose matrices 4-bit loading does not pack. */
  StepOptions unpacked() {
    return new StepOptions(
        adapters,
        outerBytes(),
        Quantised.NONE,
        upcast,
        autocast,
        checkpointed,
        loss,
        optimizer,
        accumulation,
        attention,
        keysExpanded,
        frozenInputBytes,
        packsAll,
        narrowOutputs,
        fused,
        microBatch,
        sequence);
  }

  private static AttentionChoice attention(String ran) {
    return switch (ran) {
      case "eager" -> AttentionChoice.EAGER;
      case "flash" -> AttentionChoice.FLASH;
      default -> AttentionChoice.FAMILY;
    };
  }

  /** The options of a row of accuracy/traces.csv. */
  public static StepOptions of(UnaryOperator<String> f) {
    boolean full = f.apply("method").equals("full");
    List<String> saved =
        Arrays.stream(f.apply("modules_to_save").split(" "))
            .filter(s -> !s.isEmpty())
            // GPT-NeoX's head has another name in Transformers 5, so PEFT finds none
            .filter(s -> !s.equals("embed_out"))
            .toList();
    return new StepOptions(
        full
            ? Adapters.NONE
            : new Adapters(
                LoraTargets.parse(f.apply("targets")),
                Integer.parseInt(f.apply("rank")),
                Integer.parseInt(f.apply("adapter_bytes")),
                f.apply("dora").equals("true"),
                Double.parseDouble(f.apply("dropout")) > 0,
                saved),
        Integer.parseInt(f.apply("weight_bytes")),
        switch (f.apply("quantization")) {
          case "nf4" -> Quantised.NF4;
          case "nf4-dq" -> Quantised.NF4_DQ;
          default -> Quantised.NONE;
        },
        f.apply("upcast").equals("true"),
        f.apply("autocast").equals("true"),
        f.apply("checkpointing").equals("full"),
        LossKind.valueOf(f.apply("loss").toUpperCase(Locale.ROOT)),
        StepOptimizer.named(f.apply("optimizer")),
        Integer.parseInt(f.apply("accumulation")),
        attention(f.apply("attention")),
        false,
        0,
        false,
        false,
        Fused.NOTHING,
        Integer.parseInt(f.apply("micro_batch")),
        Integer.parseInt(f.apply("sequence")));
  }
}
