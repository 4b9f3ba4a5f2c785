package dev.tuneplan.model;

import java.util.Set;

/**
 * How the layers of a family compute, as far as it changes what is kept, moved or launched; read in
 * Transformers 5.23 (modeling_*.py, 2026-11-24).
 *
 * @param latent whether keys and values are compressed (multi-head latent attention)
 * @param packs whether 4-bit loading packs its matrices: it passes over classes derived from {@code
 *     nn.Linear} (Falcon)
 * @param norm how the hidden states are normalised
 * @param rotary how positions turn queries and keys
 * @param rotaryShare share of a head's width that is turned, 0..1
 * @param turnedBeside whether what is not turned is put beside even where it is nothing (Phi-3)
 * @param kernel what the feed-forward part's activation runs
 * @param order where norms and sums stand
 * @param attention which kernel attention takes
 * @param headNorm how queries and keys are normalised
 * @param dropout probability on the output of attention and feed-forward, as configs default to it
 * @param embeddingScaled whether embeddings are multiplied by a number
 * @param residualScaled whether each sub-layer's output is multiplied by a number
 * @param logits what is done to the logits before the loss
 * @param scores how attention that writes scores out makes them
 * @param scoreDropout probability on written scores
 * @param returnsScores whether layers return written scores beside hidden states
 * @param split how queries, keys and values come out of one matrix
 * @param queriesScaled whether queries are multiplied by a number (OPT)
 * @param routing how tokens choose experts, where there are any
 * @param start what is computed before the first layer
 */
public record Block(
    boolean latent,
    boolean packs,
    Norm norm,
    Rotary rotary,
    double rotaryShare,
    boolean turnedBeside,
    Kernel kernel,
    Order order,
    Attention attention,
    HeadNorm headNorm,
    double dropout,
    boolean embeddingScaled,
    boolean residualScaled,
    Logits logits,
    Scores scores,
    double scoreDropout,
    boolean returnsScores,
    Split split,
    boolean queriesScaled,
    Routing routing,
    Start start) {
  /** Normalisations. */
  public enum Norm {
    /** to 32 bits, back, times the weight (Llama) */
    RMS,
    /** weight plus one in 32 bits (Gemma) */
    RMS_UNIT,
    /** times the weight in 32 bits, then back (OLMo 2) */
    RMS_WIDE,
    /** one kernel */
    LAYER,
    /** one kernel in 32 bits without weights (OLMo) */
    LAYER_WIDE,
    /** mean and variance by hand in 32 bits (Cohere) */
    LAYER_BY_HAND
  }

  /** Rotations. */
  public enum Rotary {
    NONE,
    /** halves exchanged */
    HALVES,
    /** halves exchanged, tables in 32 bits */
    HALVES_WIDE,
    /** neighbours exchanged */
    NEIGHBOURS,
    /** neighbours exchanged, all in 32 bits */
    NEIGHBOURS_WIDE,
    /** each half turned by itself (GPT-OSS) */
    BY_HALF,
    /** even and odd places turned by themselves (DeepSeek-V3) */
    BY_PARITY,
    /** pairs as complex numbers in 32 bits (DeepSeek-V2) */
    COMPLEX
  }

  /** Activations. */
  public enum Kernel {
    /** one kernel that keeps its input: silu, gelu */
    ONE,
    /** one kernel that keeps its result: relu */
    RELU,
    /** gelu_new: a chain of kernels */
    GELU_NEW,
    /** a chain of kernels that keeps its input only (Bloom) */
    GELU_OWN
  }

  /** Where norms and sums stand. */
  public enum Order {
    /** norm, part, sum, twice */
    SEQUENTIAL,
    /** one norm, both parts, two sums */
    PARALLEL,
    /** a norm for each part, both on the input */
    PARALLEL_TWO_NORMS,
    /** norms before and after each part */
    SANDWICH,
    /** norms after each part only */
    AFTER,
    /** norms after each sum, and none before the head (OPT-350M) */
    AFTER_SUM
  }

  /** Attention kernels. */
  public enum Attention {
    /** SDPA takes flash attention */
    FLASH,
    /** SDPA gets a mask and takes the memory-efficient kernel over the whole square */
    MASKED,
    /** scores are written out */
    EAGER
  }

  /** Normalisation of queries and keys. */
  public enum HeadNorm {
    NONE,
    /** over a head, with weights of a head */
    PER_HEAD,
    /** over a head, with weights of all heads (Cohere) */
    EACH_HEAD,
    WHOLE
  }

  /** Scores that are written out. */
  public enum Scores {
    /** product, factor, mask, softmax in 32 bits (eager_attention_forward) */
    WIDE_SOFTMAX,
    /** softmax in the scores' precision (GPT-2) */
    NARROW_SOFTMAX,
    /** the product is added to biases (Bloom) */
    ALIBI,
    /** biases in 32 bits, mask filled in (MPT) */
    ALIBI_WIDE,
    /** queries and keys in 32 bits (GPT-J) */
    WIDE,
    /** another score for each head beside those of keys (GPT-OSS) */
    SINKS
  }

  /** How one matrix is divided into queries, keys and values. */
  public enum Split {
    /** gradients are put beside each other */
    BESIDE,
    /** gradients are filled into zeros and added */
    SLICED,
    /** keys and values are looked up and repeated for each query (Falcon) */
    REPEATED
  }

  /** Operations on logits. */
  public enum Logits {
    PLAIN,
    SCALED,
    SOFT_CAPPED
  }

  private static final Set<String> GEMMA = Set.of("gemma", "gemma2", "gemma3_text");
  private static final Set<String> LAYER_NORMS =
      Set.of(
          "starcoder2",
          "stablelm",
          "phi",
          "gpt2",
          "gpt_bigcode",
          "gpt_neox",
          "gptj",
          "falcon",
          "opt",
          "bloom",
          "mpt");

  /** The block of a family. */
  static Block of(ConfigKeys c) {
    String type = c.type();
    return new Block(
        type.startsWith("deepseek"),
        !type.equals("falcon"),
        norm(type),
        rotary(c),
        rotaryShare(c),
        type.equals("phi3"),
        kernel(type),
        order(c),
        attention(type),
        headNorm(c),
        dropout(c),
        type.equals("gemma2") || type.equals("gemma3_text") || type.equals("granite"),
        type.equals("granite"),
        logits(type),
        scores(type),
        scoreDropout(c),
        Set.of("bloom", "falcon", "gptj").contains(type),
        split(c),
        type.equals("opt"),
        Routing.of(c),
        Start.of(c));
  }

  private static Norm norm(String type) {
    if (GEMMA.contains(type)) {
      return Norm.RMS_UNIT;
    }
    if (LAYER_NORMS.contains(type)) {
      return Norm.LAYER;
    }
    return switch (type) {
      case "olmo2", "gpt_oss" -> Norm.RMS_WIDE;
      case "olmo" -> Norm.LAYER_WIDE;
      case "cohere" -> Norm.LAYER_BY_HAND;
      default -> Norm.RMS;
    };
  }

  private static Rotary rotary(ConfigKeys c) {
    return switch (c.type()) {
      case "gpt2", "gpt_bigcode", "opt", "bloom", "mpt" -> Rotary.NONE;
      case "falcon" -> c.is("alibi", false) ? Rotary.NONE : Rotary.HALVES;
      case "olmo", "olmo2" -> Rotary.HALVES_WIDE;
      case "glm", "glm4", "gptj" -> Rotary.NEIGHBOURS;
      case "cohere" -> Rotary.NEIGHBOURS_WIDE;
      case "gpt_oss" -> Rotary.BY_HALF;
      case "deepseek_v2" -> Rotary.COMPLEX;
      case "deepseek_v3" -> c.is("rope_interleave", true) ? Rotary.BY_PARITY : Rotary.HALVES;
      default -> Rotary.HALVES;
    };
  }

  private static double rotaryShare(ConfigKeys c) {
    if (c.type().equals("gptj")) {
      return Math.min(1, (double) c.positive("rotary_dim", 64) * c.heads() / c.hidden());
    }
    double fallback =
        switch (c.type()) {
          case "gpt_neox", "stablelm" -> 0.25;
          case "phi", "glm", "glm4" -> 0.5;
          default -> 1;
        };
    return c.fields()
        .number("partial_rotary_factor", 0, 1)
        .orElse(c.fields().number("rotary_pct", 0, 1).orElse(fallback));
  }

  private static Kernel kernel(String type) {
    return switch (type) {
      case "gpt2", "gptj", "phi" -> Kernel.GELU_NEW;
      case "bloom" -> Kernel.GELU_OWN;
      case "opt" -> Kernel.RELU;
      default -> Kernel.ONE;
    };
  }

  private static Order order(ConfigKeys c) {
    return switch (c.type()) {
      case "gemma2", "gemma3_text", "glm4" -> Order.SANDWICH;
      case "olmo2" -> Order.AFTER;
      case "opt" -> c.is("do_layer_norm_before", true) ? Order.SEQUENTIAL : Order.AFTER_SUM;
      case "cohere", "phi", "gptj" -> Order.PARALLEL;
      case "gpt_neox" ->
          c.is("use_parallel_residual", true) ? Order.PARALLEL_TWO_NORMS : Order.SEQUENTIAL;
      case "stablelm" -> c.is("use_parallel_residual", false) ? Order.PARALLEL : Order.SEQUENTIAL;
      case "falcon" ->
          c.is("new_decoder_architecture", false)
              ? c.positive("num_ln_in_parallel_attn", 2) == 2
                  ? Order.PARALLEL_TWO_NORMS
                  : Order.PARALLEL
              : c.is("parallel_attn", true) ? Order.PARALLEL : Order.SEQUENTIAL;
      default -> Order.SEQUENTIAL;
    };
  }

  private static Attention attention(String type) {
    return switch (type) {
      case "gemma2", "bloom", "mpt", "gptj", "gpt_oss" -> Attention.EAGER;
      case "falcon" -> Attention.MASKED;
      default -> Attention.FLASH;
    };
  }

  private static HeadNorm headNorm(ConfigKeys c) {
    return switch (c.type()) {
      case "qwen3", "qwen3_moe", "gemma3_text" -> HeadNorm.PER_HEAD;
      case "olmo2", "olmoe" -> HeadNorm.WHOLE;
      case "cohere" -> c.is("use_qk_norm", false) ? HeadNorm.EACH_HEAD : HeadNorm.NONE;
      default -> HeadNorm.NONE;
    };
  }

  private static double dropout(ConfigKeys c) {
    return switch (c.type()) {
      case "gpt2", "gpt_bigcode", "gptj" -> c.fields().number("resid_pdrop", 0, 1).orElse(0.1);
      case "phi", "phi3", "mpt" -> c.fields().number("resid_pdrop", 0, 1).orElse(0);
      case "starcoder2" -> c.fields().number("residual_dropout", 0, 1).orElse(0);
      case "bloom", "falcon", "gpt_neox" -> c.fields().number("hidden_dropout", 0, 1).orElse(0);
      case "opt" -> c.fields().number("dropout", 0, 1).orElse(0.1);
      default -> 0;
    };
  }

  private static double scoreDropout(ConfigKeys c) {
    return switch (c.type()) {
      case "gpt2", "gpt_bigcode", "gptj" -> c.fields().number("attn_pdrop", 0, 1).orElse(0.1);
      default -> c.fields().number("attention_dropout", 0, 1).orElse(0);
    };
  }

  private static Scores scores(String type) {
    return switch (type) {
      case "gpt2" -> Scores.NARROW_SOFTMAX;
      case "bloom" -> Scores.ALIBI;
      case "mpt" -> Scores.ALIBI_WIDE;
      case "gptj" -> Scores.WIDE;
      case "gpt_oss" -> Scores.SINKS;
      default -> Scores.WIDE_SOFTMAX;
    };
  }

  private static Split split(ConfigKeys c) {
    return switch (c.type()) {
      case "phi3", "bloom" -> Split.SLICED;
      case "falcon" -> c.is("new_decoder_architecture", false) ? Split.REPEATED : Split.SLICED;
      default -> Split.BESIDE;
    };
  }

  private static Logits logits(String type) {
    return switch (type) {
      case "gemma2" -> Logits.SOFT_CAPPED;
      case "granite", "cohere" -> Logits.SCALED;
      default -> Logits.PLAIN;
    };
  }
}
