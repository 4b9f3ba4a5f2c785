package dev.tuneplan.model;

import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a Hugging Face {@code config.json}. Key names, defaults and module names are those of
 * Transformers 5 (configuration_*.py and modeling_*.py, read 2026-11).
 */
public final class HfConfig {
  private static final Set<String> LLAMA_LIKE =
      Set.of(
          "llama", "mistral", "qwen2", "qwen3", "gemma", "gemma2", "gemma3_text", "phi3", "granite",
          "olmo2", "stablelm", "starcoder2", "smollm3", "qwen", "chatglm", "baichuan", "mixtral",
          "qwen2_moe", "qwen3_moe", "llama4_text", "gpt_oss", "deepseek_v2", "deepseek_v3");
  private static final Set<String> CLASSIC =
      Set.of("gpt2", "gpt_bigcode", "gpt_neox", "opt", "bloom", "mpt", "phi", "falcon");
  private static final Set<String> TIED_BY_DEFAULT =
      Set.of(
          "gemma", "gemma2", "gemma3_text", "gpt2", "gpt_bigcode", "opt", "bloom", "mpt", "falcon",
          "starcoder2", "smollm3");

  private final String id;
  private final Fields f;
  private final String type;

  private HfConfig(String id, Fields f, String type) {
    this.id = id;
    this.f = f;
    this.type = type;
  }

  /**
   * Reads a config; faults are noted in the problems that {@code config} carries, and the shape is
   * then of no use.
   */
  public static ModelShape read(String id, Fields config) {
    Fields f = config.child("text_config").orElse(config);
    String type = f.text("model_type").or(() -> config.text("model_type")).orElse("");
    if (type.equals("gemma3")) {
      type = "gemma3_text";
    }
    if (!LLAMA_LIKE.contains(type) && !CLASSIC.contains(type)) {
      List<String> known = new ArrayList<>(LLAMA_LIKE);
      known.addAll(CLASSIC);
      known.sort(String::compareTo);
      f.fault(
          "model_type",
          (type.isEmpty() ? "is required" : "'" + type + "' is not known")
              + Suggestion.clause(type, known)
              + "; known: "
              + String.join(", ", known));
      return new ModelShape(
          id, type, 1, 1, true, false, 1, true, 0, 0, List.of(layer(1, List.of(), 1, 1, 1, 1, 0)));
    }
    HfConfig c = new HfConfig(id, f, type);
    return CLASSIC.contains(type) ? c.classic() : c.llama();
  }

  private static Layer layer(
      int count, List<Linear> linears, long heads, long q, long k, long width, long norm) {
    return new Layer(
        count, linears, heads, q, k, k, Long.MAX_VALUE, 2, norm, false,
        Layer.Activation.GATED, width, 0);
  }

  private long need(String most, String... keys) {
    long limit = Long.parseLong(most);
    for (String key : keys) {
      if (f.has(key)) {
        return f.whole(key, 1, limit).orElse(1);
      }
    }
    f.fault(keys[0], "is required");
    return 1;
  }

  private long or(String key, long fallback) {
    return f.has(key) ? f.whole(key, 0, 100_000_000).orElse(fallback) : fallback;
  }

  private boolean is(String key, boolean fallback) {
    return f.flag(key).orElse(fallback);
  }

  private ModelShape llama() {
    long h = need("1000000", "hidden_size");
    int depth = (int) need("10000", "num_hidden_layers");
    long a = need("100000", "num_attention_heads");
    long kv = f.has("num_key_value_heads") ? need("100000", "num_key_value_heads") : a;
    long v = need("100000000", "vocab_size");
    long width = need("10000000", "intermediate_size") / (type.equals("qwen") ? 2 : 1);
    boolean gemma = type.startsWith("gemma");
    long d = f.has("head_dim") ? need("100000", "head_dim") : Math.max(1, h / a);
    if (a % kv != 0) {
      f.fault("num_key_value_heads", "must divide num_attention_heads " + a + " (was " + kv + ")");
    }
    boolean layerNorm = type.equals("starcoder2") || type.equals("stablelm");
    long normWidth = layerNorm ? 2 * h : h;
    int norms = type.equals("gemma2") || type.equals("gemma3_text") ? 4 : 2;
    long qkNorm =
        switch (type) {
          case "qwen3", "qwen3_moe", "gemma3_text" -> 2 * d;
          case "olmo2" -> a * d + kv * d;
          default -> 0;
        };
    List<Linear> attention =
        type.startsWith("deepseek") ? latent(h, a) : attention(h, a * d, kv * d);
    long q = type.startsWith("deepseek") ? a * (or("qk_nope_head_dim", 128) + or("qk_rope_head_dim", 64)) : a * d;
    long k = type.startsWith("deepseek") ? q : kv * d;
    long values = type.startsWith("deepseek") ? a * or("v_head_dim", 128) : kv * d;
    long extraNorm =
        type.startsWith("deepseek")
            ? or("kv_lora_rank", 512) + (f.has("q_lora_rank") ? or("q_lora_rank", 0) : 0)
            : 0;
    long sinks = type.equals("gpt_oss") ? a : 0;
    List<Layer> layers = new ArrayList<>();
    int dense = denseLayers(depth);
    if (dense > 0) {
      List<Linear> all = new ArrayList<>(attention);
      long w = type.equals("llama4_text") ? or("intermediate_size_mlp", width) : width;
      all.addAll(mlp(h, w));
      layers.add(
          new Layer(
              dense, all, a, q, k, values, window(), norms, norms * normWidth + qkNorm + extraNorm,
              qkNorm > 0, activation(), w, sinks));
    }
    if (dense < depth) {
      List<Linear> all = new ArrayList<>(attention);
      long w = f.has("moe_intermediate_size") ? need("10000000", "moe_intermediate_size") : width;
      all.addAll(experts(h, w));
      long bias = type.equals("deepseek_v3") ? experts() : 0;
      layers.add(
          new Layer(
              depth - dense, all, a, q, k, values, window(), norms,
              norms * normWidth + qkNorm + extraNorm, qkNorm > 0, Layer.Activation.GATED, w,
              sinks + bias));
    }
    return new ModelShape(
        id, type, h, v, is("tie_word_embeddings", TIED_BY_DEFAULT.contains(type)), false,
        or("max_position_embeddings", Long.MAX_VALUE), !layerNorm, 0, normWidth, layers);
  }

  private Layer.Activation activation() {
    return type.equals("starcoder2") ? Layer.Activation.PLAIN : Layer.Activation.GATED;
  }

  private long window() {
    return type.equals("mistral") && f.has("sliding_window")
        ? or("sliding_window", Long.MAX_VALUE)
        : Long.MAX_VALUE;
  }

  private long experts() {
    for (String key : List.of("num_experts", "num_local_experts", "n_routed_experts")) {
      if (f.has(key)) {
        return need("100000", key);
      }
    }
    return 0;
  }

  private int denseLayers(int depth) {
    if (experts() == 0) {
      return depth;
    }
    if (type.startsWith("deepseek")) {
      return (int) Math.min(depth, or("first_k_dense_replace", 0));
    }
    long step = Math.max(1, or("interleave_moe_layer_step", or("decoder_sparse_step", 1)));
    return depth - (int) (depth / step);
  }

  private List<Linear> attention(long h, long q, long k) {
    boolean bias = is("attention_bias", type.equals("gpt_oss") || type.equals("phi"));
    boolean use = is("use_bias", type.equals("starcoder2"));
    boolean in =
        bias || use || is("use_qkv_bias", false)
            || Set.of("qwen2", "qwen2_moe", "qwen", "chatglm").contains(type);
    boolean out = bias || use;
    Linear.Part p = Linear.Part.ATTENTION_INPUT;
    Linear o = Linear.of("o_proj", q, h, out, Linear.Part.ATTENTION_OUTPUT);
    return switch (type) {
      case "phi3" -> List.of(Linear.of("qkv_proj", h, q + 2 * k, false, p), o);
      case "qwen" -> List.of(Linear.of("c_attn", h, q + 2 * k, true, p), o);
      case "baichuan" -> List.of(Linear.of("W_pack", h, q + 2 * k, false, p), o);
      case "chatglm" -> List.of(Linear.of("query_key_value", h, q + 2 * k, true, p), o);
      default ->
          List.of(
              Linear.of("q_proj", h, q, in, p),
              Linear.of("k_proj", h, k, in, p),
              Linear.of("v_proj", h, k, in, p),
              o);
    };
  }

  /** Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434 §2.1). */
  private List<Linear> latent(long h, long a) {
    long nope = or("qk_nope_head_dim", 128);
    long rope = or("qk_rope_head_dim", 64);
    long value = or("v_head_dim", 128);
    long rank = or("kv_lora_rank", 512);
    Linear.Part p = Linear.Part.ATTENTION_INPUT;
    List<Linear> all = new ArrayList<>();
    if (f.has("q_lora_rank")) {
      long low = need("1000000", "q_lora_rank");
      all.add(Linear.of("q_a_proj", h, low, false, p));
      all.add(Linear.of("q_b_proj", low, a * (nope + rope), false, p));
    } else {
      all.add(Linear.of("q_proj", h, a * (nope + rope), false, p));
    }
    all.add(Linear.of("kv_a_proj_with_mqa", h, rank + rope, false, p));
    all.add(Linear.of("kv_b_proj", rank, a * (nope + value), false, p));
    all.add(Linear.of("o_proj", a * value, h, false, Linear.Part.ATTENTION_OUTPUT));
    return all;
  }

  private List<Linear> mlp(long h, long w) {
    boolean bias = is("mlp_bias", false);
    Linear.Part in = Linear.Part.MLP_INPUT;
    Linear.Part out = Linear.Part.MLP_OUTPUT;
    if (type.equals("starcoder2")) {
      boolean b = is("use_bias", true);
      return List.of(Linear.of("c_fc", h, w, b, in), Linear.of("c_proj", w, h, b, out));
    }
    if (type.equals("phi3")) {
      return List.of(
          Linear.of("gate_up_proj", h, 2 * w, false, in), Linear.of("down_proj", w, h, false, out));
    }
    return List.of(
        Linear.of("gate_proj", h, w, bias, in),
        Linear.of("up_proj", h, w, bias, in),
        Linear.of("down_proj", w, h, bias, out));
  }

  /** Transformers 5 keeps experts as fused three-dimensional parameters, and routers bare. */
  private List<Linear> experts(long h, long w) {
    long n = experts();
    long top = Math.max(1, or("num_experts_per_tok", 1));
    boolean bias = type.equals("gpt_oss");
    List<Linear> all = new ArrayList<>();
    all.add(new Linear("gate", h, n, bias, 1, 1, false, Linear.Part.ROUTER));
    all.add(new Linear("gate_up_proj", h, 2 * w, bias, n, top, false, Linear.Part.MLP_INPUT));
    all.add(new Linear("down_proj", w, h, bias, n, top, false, Linear.Part.MLP_OUTPUT));
    long shared =
        switch (type) {
          case "qwen2_moe" -> or("shared_expert_intermediate_size", 0);
          case "llama4_text" -> w;
          case "deepseek_v2", "deepseek_v3" -> or("n_shared_experts", 0) * w;
          default -> 0;
        };
    if (shared > 0) {
      all.add(Linear.of("gate_proj", h, shared, false, Linear.Part.MLP_INPUT));
      all.add(Linear.of("up_proj", h, shared, false, Linear.Part.MLP_INPUT));
      all.add(Linear.of("down_proj", shared, h, false, Linear.Part.MLP_OUTPUT));
      if (type.equals("qwen2_moe")) {
        all.add(Linear.of("shared_expert_gate", h, 1, false, Linear.Part.ROUTER));
      }
    }
    return all;
  }

  /** Families from before Llama: LayerNorm, mostly biases, two matrices in the feed-forward part. */
  private ModelShape classic() {
    long h = need("1000000", "hidden_size", "n_embd", "d_model");
    int depth = (int) need("10000", "num_hidden_layers", "n_layer", "n_layers");
    long a = need("100000", "num_attention_heads", "n_head", "n_heads");
    long v = need("100000000", "vocab_size");
    long d = Math.max(1, h / a);
    boolean biased = !type.equals("mpt") && (!type.equals("falcon") || is("bias", false));
    long k =
        switch (type) {
          case "gpt_bigcode" -> is("multi_query", true) ? d : h;
          case "falcon" ->
              is("new_decoder_architecture", false)
                  ? or("num_kv_heads", or("num_key_value_heads", a)) * d
                  : is("multi_query", true) ? d : h;
          case "phi" -> or("num_key_value_heads", a) * d;
          default -> h;
        };
    long w =
        f.has("intermediate_size") ? need("10000000", "intermediate_size")
            : f.has("ffn_dim") ? need("10000000", "ffn_dim")
            : f.has("n_inner") ? need("10000000", "n_inner")
            : 4 * h;
    boolean gptLike = type.equals("gpt2") || type.equals("gpt_bigcode");
    Linear.Part in = Linear.Part.ATTENTION_INPUT;
    Linear.Part out = Linear.Part.ATTENTION_OUTPUT;
    List<Linear> all = new ArrayList<>();
    if (type.equals("opt") || type.equals("phi")) {
      all.add(Linear.of("q_proj", h, h, true, in));
      all.add(Linear.of("k_proj", h, k, true, in));
      all.add(Linear.of("v_proj", h, k, true, in));
      all.add(Linear.of(type.equals("opt") ? "out_proj" : "dense", h, h, true, out));
    } else {
      String fused = gptLike ? "c_attn" : type.equals("mpt") ? "Wqkv" : "query_key_value";
      String dense = gptLike ? "c_proj" : type.equals("mpt") ? "out_proj" : "dense";
      all.add(Linear.of(fused, h, h + 2 * k, biased, in));
      all.add(Linear.of(dense, h, h, biased, out));
    }
    String up =
        gptLike ? "c_fc" : type.equals("mpt") ? "up_proj"
            : type.equals("opt") || type.equals("phi") ? "fc1" : "dense_h_to_4h";
    String down =
        gptLike ? "c_proj" : type.equals("mpt") ? "down_proj"
            : type.equals("opt") || type.equals("phi") ? "fc2" : "dense_4h_to_h";
    all.add(Linear.of(up, h, w, biased, Linear.Part.MLP_INPUT));
    all.add(Linear.of(down, w, h, biased, Linear.Part.MLP_OUTPUT));
    int norms =
        type.equals("phi") || (type.equals("falcon") && !is("new_decoder_architecture", false))
            ? 1 : 2;
    long norm = type.equals("mpt") ? h : 2 * h;
    long positions =
        switch (type) {
          case "gpt2", "gpt_bigcode" -> or("n_positions", 1024) * h;
          case "opt" -> (or("max_position_embeddings", 2048) + 2) * h;
          case "bloom" -> 2 * h;
          default -> 0;
        };
    Layer layer =
        new Layer(
            depth, all, a, h, k, k, Long.MAX_VALUE, norms, norms * norm, false,
            Layer.Activation.PLAIN, w, 0);
    long most = or("max_position_embeddings", or("n_positions", or("max_seq_len", Long.MAX_VALUE)));
    return new ModelShape(
        id, type, h, v, is("tie_word_embeddings", TIED_BY_DEFAULT.contains(type)),
        type.equals("phi"), most, false, positions, norm, List.of(layer));
  }
}
