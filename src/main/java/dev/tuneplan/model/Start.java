package dev.tuneplan.model;

import java.util.Set;

/**
 * What a family computes before its first layer.
 *
 * @param positions how it knows them
 * @param packed whether it looks for packed sequences in them
 * @param masks which masks it makes where its attention takes one
 * @param anglesOfEach whether layers with a window have tables of angles of their own (Gemma 3)
 * @param normed whether embeddings are normalised
 * @param dropout probability on the embeddings
 * @param constants values of 32 bits that each layer holds beside its parameters
 * @param mask bytes of a mask that the model holds
 */
public record Start(
    Positions positions,
    boolean packed,
    Masks masks,
    boolean anglesOfEach,
    boolean normed,
    double dropout,
    long constants,
    long mask) {
  /** Positions. */
  public enum Positions {
    /** tables of angles */
    ROTARY,
    /** an embedding of places */
    LEARNED,
    /** an embedding of places that a mask counts (OPT) */
    COUNTED,
    /** tables that each layer looks up (GPT-J) */
    IN_LAYERS,
    /** biases on the scores (Bloom) */
    ALIBI,
    /** biases of the longest sequence, in 32 bits (MPT) */
    ALIBI_WHOLE,
    /** biases within the mask, beside tables of angles (Falcon) */
    ALIBI_MASK
  }

  /** Masks. */
  public enum Masks {
    /** of the whole past, or of a window where all layers have one */
    ONE,
    /** one of each, whatever the layers take */
    BOTH
  }

  private static final Set<String> UNSEARCHED = Set.of("gpt_oss", "falcon", "bloom", "opt", "mpt");

  static Start of(ConfigKeys c) {
    String type = c.type();
    Masks masks =
        switch (type) {
          case "gemma2", "gemma3_text", "gpt_oss", "qwen2_moe" -> Masks.BOTH;
          default -> Masks.ONE;
        };
    long longest = Math.min(c.positions(), 1 << 20);
    long constants = type.equals("gptj") ? longest * c.positive("rotary_dim", 64) : 0;
    long mask = type.equals("gpt_bigcode") ? longest * longest : 0;
    return new Start(
        positions(c),
        !UNSEARCHED.contains(type),
        masks,
        type.equals("gemma3_text"),
        type.equals("bloom"),
        dropout(c),
        constants,
        mask);
  }

  private static Positions positions(ConfigKeys c) {
    return switch (c.type()) {
      case "gpt2", "gpt_bigcode" -> Positions.LEARNED;
      case "opt" -> Positions.COUNTED;
      case "gptj" -> Positions.IN_LAYERS;
      case "bloom" -> Positions.ALIBI;
      case "mpt" -> Positions.ALIBI_WHOLE;
      case "falcon" -> c.is("alibi", false) ? Positions.ALIBI_MASK : Positions.ROTARY;
      default -> Positions.ROTARY;
    };
  }

  private static double dropout(ConfigKeys c) {
    return switch (c.type()) {
      case "gpt2", "gpt_bigcode", "gptj" -> c.fields().number("embd_pdrop", 0, 1).orElse(0.1);
      case "phi" -> c.fields().number("embd_pdrop", 0, 1).orElse(0);
      case "mpt" -> c.fields().number("emb_pdrop", 0, 1).orElse(0);
      case "starcoder2" -> c.fields().number("embedding_dropout", 0, 1).orElse(0);
      case "gpt_neox" -> c.fields().number("hidden_dropout", 0, 1).orElse(0);
      default -> 0;
    };
  }
}
