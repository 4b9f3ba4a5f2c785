package dev.tuneplan.model;

import java.util.List;
import java.util.Set;

/** Families from before Llama: LayerNorm, mostly biases, two matrices in the feed-forward part. */
final class GptFamily {
  static final Set<String> TYPES =
      Set.of("gpt2", "gpt_bigcode", "gpt_neox", "gptj", "phi", "falcon", "opt", "bloom", "mpt");

  private static final Set<String> UNTIED_BY_DEFAULT = Set.of("gpt_neox", "gptj", "phi");
  private static final long MOST_WIDTH = 10_000_000;

  private final ConfigKeys c;
  private final String type;
  private final long h;
  private final long heads;
  private final long headSize;

  GptFamily(ConfigKeys c) {
    this.c = c;
    this.type = c.type();
    this.h = c.hidden();
    this.heads = c.heads();
    this.headSize = Math.max(1, h / heads);
    c.divides(
        c.fields().has("num_attention_heads") ? "num_attention_heads" : "n_head",
        heads,
        "hidden size",
        h);
  }

  ModelShape read(String id) {
    long vocab = c.vocab();
    long key = keyWidth();
    long width =
        c.first(MOST_WIDTH, "intermediate_size", "ffn_dim", "n_inner", "ffn_hidden_size")
            .orElse(4 * h);
    List<Linear> all = linears(key, width);
    // MPT's normalisations have no bias
    long norm = type.equals("mpt") ? h : 2 * h;
    long queryKey = type.equals("phi") && c.is("qk_layernorm", false) ? 4 * headSize : 0;
    boolean finalNorm = !type.equals("opt") || c.is("do_layer_norm_before", true);
    Layer layer =
        new Layer(
            c.depth(),
            all,
            heads,
            h,
            key,
            key,
            Long.MAX_VALUE,
            true,
            norms(),
            norms() * norm + queryKey,
            queryKey > 0,
            Layer.Activation.PLAIN,
            width,
            0);
    return new ModelShape(
        id,
        type,
        h,
        vocab,
        c.tied(!UNTIED_BY_DEFAULT.contains(type)),
        type.equals("phi") || type.equals("gptj"),
        c.positions(),
        false,
        others(vocab),
        finalNorm ? norm : 0,
        projections(),
        Block.of(c),
        List.of(layer));
  }

  private long keyWidth() {
    return switch (type) {
      case "gpt_bigcode" -> c.is("multi_query", true) ? headSize : h;
      case "phi" -> c.positive("num_key_value_heads", heads) * headSize;
      case "falcon" -> {
        if (c.is("new_decoder_architecture", false)) {
          yield c.positive("num_kv_heads", heads) * headSize;
        }
        yield c.is("multi_query", true) ? headSize : h;
      }
      default -> h;
    };
  }

  private int norms() {
    return switch (type) {
      case "phi", "gptj" -> 1;
      case "falcon" ->
          c.is("new_decoder_architecture", false)
              ? (int) Math.min(2, c.positive("num_ln_in_parallel_attn", 2))
              : c.is("parallel_attn", true) ? 1 : 2;
      default -> 2;
    };
  }

  /**
   * Positions and the like. OPT-350M's embedding is narrower than its layers: the shape counts it
   * at full width, and the difference is taken off here.
   */
  private long others(long vocab) {
    return switch (type) {
      case "gpt2", "gpt_bigcode" -> (c.positions() == Long.MAX_VALUE ? 1_024 : c.positions()) * h;
      case "opt" -> {
        yield (c.positive("max_position_embeddings", 2_048) + 2) * h - vocab * (h - narrow());
      }
      case "bloom" -> 2 * h;
      default -> 0;
    };
  }

  private long narrow() {
    return type.equals("opt") ? c.positive("word_embed_proj_dim", h) : h;
  }

  private List<Linear> projections() {
    long narrow = narrow();
    return narrow == h
        ? List.of()
        : List.of(
            Linear.of("project_in", narrow, h, false, Linear.Part.MLP_INPUT),
            Linear.of("project_out", h, narrow, false, Linear.Part.MLP_OUTPUT));
  }

  private List<Linear> linears(long k, long w) {
    return switch (type) {
      case "opt" -> separate(k, w, "out_proj", "fc1", "fc2", c.is("enable_bias", true), true);
      case "phi" -> separate(k, w, "dense", "fc1", "fc2", true, true);
      case "gptj" -> separate(k, w, "out_proj", "fc_in", "fc_out", false, true);
      case "gpt2", "gpt_bigcode" -> fused(k, w, "c_attn", "c_proj", "c_fc", "c_proj", true, true);
      case "mpt" -> fused(k, w, "Wqkv", "out_proj", "up_proj", "down_proj", false, false);
      default -> {
        boolean mlp = !type.equals("falcon") || c.is("bias", false);
        boolean attention = type.equals("gpt_neox") ? c.is("attention_bias", true) : mlp;
        yield fused(
            k, w, "query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h", attention, mlp);
      }
    };
  }

  private List<Linear> separate(
      long k, long w, String out, String up, String down, boolean attention, boolean mlp) {
    Linear.Part in = Linear.Part.ATTENTION_INPUT;
    boolean mlpBias = type.equals("opt") ? attention : mlp;
    return List.of(
        Linear.of("q_proj", h, h, attention, in),
        Linear.of("k_proj", h, k, attention, in),
        Linear.of("v_proj", h, k, attention, in),
        Linear.of(out, h, h, attention, Linear.Part.ATTENTION_OUTPUT),
        Linear.of(up, h, w, mlpBias, Linear.Part.MLP_INPUT),
        Linear.of(down, w, h, mlpBias, Linear.Part.MLP_OUTPUT));
  }

  private List<Linear> fused(
      long k,
      long w,
      String in,
      String out,
      String up,
      String down,
      boolean attention,
      boolean mlp) {
    return List.of(
        Linear.of(in, h, h + 2 * k, attention, Linear.Part.ATTENTION_INPUT),
        Linear.of(out, h, h, attention, Linear.Part.ATTENTION_OUTPUT),
        Linear.of(up, h, w, mlp, Linear.Part.MLP_INPUT),
        Linear.of(down, w, h, mlp, Linear.Part.MLP_OUTPUT));
  }
}
