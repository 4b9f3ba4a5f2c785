package dev.tuneplan.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Families built like Llama: no learned positions, mostly RMSNorm and a gated feed-forward part.
 * Experts are left to {@link Experts}, latent attention to {@link LatentAttention}.
 */
final class LlamaFamily {
  static final Set<String> TYPES =
      Set.of(
          "llama",
          "mistral",
          "granite",
          "qwen",
          "qwen2",
          "qwen3",
          "gemma",
          "gemma2",
          "gemma3_text",
          "phi3",
          "olmo",
          "olmo2",
          "cohere",
          "stablelm",
          "starcoder2",
          "smollm3",
          "glm",
          "glm4",
          "chatglm",
          "baichuan",
          "mixtral",
          "qwen2_moe",
          "qwen3_moe",
          "olmoe",
          "gpt_oss",
          "llama4_text",
          "deepseek_v2",
          "deepseek_v3");

  private static final Set<String> TIED_BY_DEFAULT =
      Set.of("gemma", "gemma2", "gemma3_text", "cohere", "starcoder2", "smollm3");

  private final ConfigKeys c;
  private final String type;
  private final long h;
  private final long heads;
  private final long keyHeads;
  private final long headSize;

  LlamaFamily(ConfigKeys c) {
    this.c = c;
    this.type = c.type();
    this.h = c.hidden();
    this.heads = c.heads();
    this.keyHeads = c.positive("num_key_value_heads", keyHeadsByDefault());
    this.headSize = c.positive("head_dim", headSizeByDefault());
    c.divides("num_key_value_heads", keyHeads, "num_attention_heads", heads);
  }

  private long keyHeadsByDefault() {
    return switch (type) {
      case "gemma2", "gemma3_text", "smollm3" -> 4;
      case "mistral", "mixtral", "gpt_oss", "llama4_text" -> 8;
      case "starcoder2", "glm", "glm4", "chatglm" -> c.positive("multi_query_group_num", 2);
      default -> heads;
    };
  }

  private long headSizeByDefault() {
    return switch (type) {
      case "gemma", "gemma2", "gemma3_text" -> 256;
      case "qwen3", "glm", "glm4", "llama4_text" -> 128;
      case "gpt_oss" -> 64;
      case "deepseek_v2", "deepseek_v3" -> 64;
      default -> {
        c.divides("num_attention_heads", heads, "hidden_size", h);
        yield Math.max(1, h / heads);
      }
    };
  }

  ModelShape read(String id) {
    int depth = c.depth();
    int dense = Experts.TYPES.contains(type) ? depth - Experts.layers(c, depth) : depth;
    List<Layer> layers = new ArrayList<>();
    if (dense > 0) {
      long width = denseWidth();
      List<Linear> mlp = denseMlp(width);
      boolean passedOver = Experts.adapted(type);
      List<Linear> adapted = passedOver ? mlp.stream().map(Linear::passedOver).toList() : mlp;
      int whole = wholeLayers(dense);
      if (dense > whole) {
        int unturned = unturnedLayers(dense);
        if (unturned < dense - whole) {
          layers.add(layer(dense - whole - unturned, adapted, width, 0, window(), true));
        }
        if (unturned > 0) {
          layers.add(layer(unturned, adapted, width, 0, window(), false));
        }
      }
      if (whole > 0) {
        layers.add(layer(whole, adapted, width, 0, Long.MAX_VALUE, true));
      }
    }
    if (dense < depth) {
      Experts experts = new Experts(c, h);
      // the checkpoint of DeepSeek-V3 holds a correction for each expert (arXiv 2412.19437 §2.1.2)
      long corrections = type.equals("deepseek_v3") ? experts.count() : 0;
      layers.add(
          layer(depth - dense, experts.linears(), experts.width(), corrections, window(), true));
    }
    return new ModelShape(
        id,
        type,
        h,
        c.vocab(),
        c.tied(TIED_BY_DEFAULT.contains(type)),
        false,
        c.positions(),
        !layerNorm(),
        0,
        normSize(),
        List.of(),
        Block.of(c),
        layers);
  }

  private Layer layer(
      int count, List<Linear> mlp, long width, long other, long window, boolean turned) {
    boolean latent = type.startsWith("deepseek");
    List<Linear> all = new ArrayList<>();
    long query = heads * headSize;
    long key = keyHeads * headSize;
    long value = key;
    long norm = norms() * normSize() + queryKeyNorm();
    if (latent) {
      LatentAttention attention = new LatentAttention(c, h, heads);
      all.addAll(attention.linears());
      query = attention.queryWidth();
      key = query;
      value = attention.valueWidth();
      norm += attention.normParameters();
    } else {
      all.addAll(attention(query, key));
    }
    all.addAll(mlp);
    Layer.Activation activation =
        type.equals("starcoder2") ? Layer.Activation.PLAIN : Layer.Activation.GATED;
    long sinks = type.equals("gpt_oss") ? heads : 0;
    return new Layer(
        count,
        all,
        heads,
        query,
        key,
        value,
        window,
        turned,
        norms(),
        norm,
        queryKeyNorm() > 0,
        activation,
        width,
        other + sinks);
  }

  /** Tokens of the sliding window of the layers that have one. */
  private long window() {
    return switch (type) {
      case "mistral", "starcoder2", "phi3", "gemma2" ->
          c.positive("sliding_window", Long.MAX_VALUE);
      case "gemma3_text" -> c.positive("sliding_window", 4_096);
      default -> Long.MAX_VALUE;
    };
  }

  /** Layers without the window: every sixth of Gemma 3, none elsewhere. */
  private int wholeLayers(int depth) {
    return type.equals("gemma3_text") ? depth / (int) c.positive("sliding_window_pattern", 6) : 0;
  }

  /** SmolLM 3 leaves every fourth layer without positions. */
  private int unturnedLayers(int depth) {
    if (!type.equals("smollm3")) {
      return 0;
    }
    List<String> turned = c.fields().texts("no_rope_layers");
    return turned.isEmpty()
        ? depth / (int) c.positive("no_rope_layer_interval", 4)
        : (int) turned.stream().limit(depth).filter("0"::equals).count();
  }

  private boolean layerNorm() {
    return Set.of("starcoder2", "stablelm", "cohere", "olmo").contains(type);
  }

  /** Parameters of one normalisation: OLMo's has none, Cohere's no bias. */
  private long normSize() {
    return switch (type) {
      case "olmo" -> 0;
      case "starcoder2", "stablelm" -> 2 * h;
      default -> h;
    };
  }

  private int norms() {
    return switch (type) {
      case "gemma2", "gemma3_text", "glm4" -> 4;
      case "cohere" -> 1;
      case "stablelm" -> c.is("use_parallel_residual", false) ? 1 : 2;
      default -> 2;
    };
  }

  private long queryKeyNorm() {
    long whole = (heads + keyHeads) * headSize;
    return switch (type) {
      case "qwen3", "qwen3_moe", "gemma3_text" -> 2 * headSize;
      case "olmo2", "olmoe" -> whole;
      case "cohere" -> c.is("use_qk_norm", false) ? whole : 0;
      case "stablelm" -> c.is("qk_layernorm", false) ? whole : 0;
      default -> 0;
    };
  }

  private List<Linear> attention(long q, long k) {
    boolean both =
        switch (type) {
          case "starcoder2" -> c.is("use_bias", true);
          case "gpt_oss" -> c.is("attention_bias", true);
          default -> c.is("attention_bias", false);
        };
    boolean in =
        switch (type) {
          case "qwen", "qwen2", "chatglm" -> true;
          case "qwen2_moe" -> c.is("qkv_bias", true);
          case "glm", "glm4" -> c.is("attention_bias", true);
          case "stablelm" -> c.is("use_qkv_bias", false);
          default -> both;
        };
    boolean out = both && !Set.of("qwen2", "qwen2_moe", "glm", "glm4", "stablelm").contains(type);
    Linear.Part part = Linear.Part.ATTENTION_INPUT;
    String output =
        switch (type) {
          case "qwen" -> "c_proj";
          case "chatglm" -> "dense";
          default -> "o_proj";
        };
    Linear o = Linear.of(output, q, h, out, Linear.Part.ATTENTION_OUTPUT);
    String fused =
        switch (type) {
          case "phi3" -> "qkv_proj";
          case "qwen" -> "c_attn";
          case "baichuan" -> "W_pack";
          case "chatglm" -> "query_key_value";
          default -> "";
        };
    if (!fused.isEmpty()) {
      return List.of(Linear.of(fused, h, q + 2 * k, in, part), o);
    }
    return List.of(
        Linear.of("q_proj", h, q, in, part),
        Linear.of("k_proj", h, k, in, part),
        Linear.of("v_proj", h, k, in, part),
        o);
  }

  private long denseWidth() {
    return switch (type) {
      // the first Qwen wrote the width of both halves together
      case "qwen" -> Math.max(1, c.width("intermediate_size") / 2);
      case "llama4_text" -> c.positive("intermediate_size_mlp", 16_384);
      case "chatglm" ->
          c.fields().has("ffn_hidden_size")
              ? c.width("ffn_hidden_size")
              : c.width("intermediate_size");
      default -> c.width("intermediate_size");
    };
  }

  private List<Linear> denseMlp(long w) {
    Linear.Part in = Linear.Part.MLP_INPUT;
    Linear.Part out = Linear.Part.MLP_OUTPUT;
    boolean bias = c.is("mlp_bias", false);
    return switch (type) {
      case "starcoder2" -> {
        boolean b = c.is("use_bias", true);
        yield List.of(Linear.of("c_fc", h, w, b, in), Linear.of("c_proj", w, h, b, out));
      }
      case "phi3", "glm", "glm4" ->
          List.of(
              Linear.of("gate_up_proj", h, 2 * w, false, in),
              Linear.of("down_proj", w, h, false, out));
      case "chatglm" ->
          List.of(
              Linear.of("dense_h_to_4h", h, 2 * w, false, in),
              Linear.of("dense_4h_to_h", w, h, false, out));
      case "qwen" ->
          List.of(
              Linear.of("w1", h, w, false, in),
              Linear.of("w2", h, w, false, in),
              Linear.of("c_proj", w, h, false, out));
      default ->
          List.of(
              Linear.of("gate_proj", h, w, bias, in),
              Linear.of("up_proj", h, w, bias, in),
              Linear.of("down_proj", w, h, bias, out));
    };
  }
}
