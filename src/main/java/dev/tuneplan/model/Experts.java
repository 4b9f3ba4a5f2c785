package dev.tuneplan.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The feed-forward part of layers with experts. Transformers 5 keeps experts as fused
 * three-dimensional parameters and most routers as bare ones, so neither is a module of its own.
 */
final class Experts {
  static final Set<String> TYPES =
      Set.of(
          "mixtral",
          "qwen2_moe",
          "qwen3_moe",
          "olmoe",
          "gpt_oss",
          "llama4_text",
          "deepseek_v2",
          "deepseek_v3");

  private final ConfigKeys c;
  private final String type;
  private final long h;
  private final long count;
  private final long width;

  Experts(ConfigKeys c, long h) {
    this.c = c;
    this.type = c.type();
    this.h = h;
    this.count = c.need(100_000, "num_experts", "num_local_experts", "n_routed_experts");
    this.width =
        c.fields().has("moe_intermediate_size")
            ? c.width("moe_intermediate_size")
            : c.width("intermediate_size");
  }

  /**
   * Whether PEFT 0.21's {@code all-linear} adapts the fused experts and the router of a family, and
   * then no matrix of its dense feed-forward parts (peft/utils/transformers_weight_conversion.py).
   */
  static boolean adapted(String type) {
    return Set.of("mixtral", "qwen3_moe", "olmoe", "deepseek_v2", "deepseek_v3").contains(type);
  }

  /** How many of a model's layers have experts. */
  static int layers(ConfigKeys c, int depth) {
    switch (c.type()) {
      case "deepseek_v2", "deepseek_v3" -> {
        long dense = c.or("first_k_dense_replace", c.type().equals("deepseek_v3") ? 3 : 0);
        return (int) (depth - Math.min(depth, dense));
      }
      case "llama4_text" -> {
        return (int) (depth / c.positive("interleave_moe_layer_step", 1));
      }
      case "qwen2_moe", "qwen3_moe" -> {
        long step = c.positive("decoder_sparse_step", 1);
        List<String> dense = c.fields().texts("mlp_only_layers");
        int sparse = 0;
        for (int i = 0; i < depth; i++) {
          sparse += (i + 1) % step == 0 && !dense.contains(Integer.toString(i)) ? 1 : 0;
        }
        return sparse;
      }
      default -> {
        return depth;
      }
    }
  }

  long count() {
    return count;
  }

  long width() {
    return width;
  }

  List<Linear> linears() {
    boolean bias = type.equals("gpt_oss");
    long used = c.positive("num_experts_per_tok", usedByDefault());
    if (used > count) {
      c.fields().fault("num_experts_per_tok", "must be at most " + count + " (was " + used + ")");
      used = count;
    }
    // Llama 4's router is a subclass of nn.Linear
    boolean llama4 = type.equals("llama4_text");
    String router = llama4 || type.equals("gpt_oss") ? "router" : "gate";
    List<Linear> all = new ArrayList<>();
    boolean adapted = adapted(type);
    Linear.Part in = Linear.Part.MLP_INPUT;
    Linear.Part out = Linear.Part.MLP_OUTPUT;
    int one = adapted ? 1 : 0;
    all.add(new Linear(router, h, count, bias, 1, 1, llama4, llama4 ? 1 : one, Linear.Part.ROUTER));
    all.add(new Linear("gate_up_proj", h, 2 * width, bias, count, used, false, 2 * one, in));
    all.add(new Linear("down_proj", width, h, bias, count, used, false, one, out));
    long shared = shared();
    if (shared > 0) {
      for (Linear l :
          List.of(
              Linear.of("gate_proj", h, shared, false, in),
              Linear.of("up_proj", h, shared, false, in),
              Linear.of("down_proj", shared, h, false, out))) {
        all.add(adapted ? l.passedOver() : l);
      }
    }
    if (type.equals("qwen2_moe")) {
      all.add(Linear.of("shared_expert_gate", h, 1, false, Linear.Part.ROUTER));
    }
    return all;
  }

  private long usedByDefault() {
    return Math.min(
        count,
        switch (type) {
          case "mixtral" -> 2;
          case "llama4_text" -> 1;
          case "qwen2_moe", "gpt_oss" -> 4;
          default -> 8;
        });
  }

  /** Width of the experts that every token passes through. */
  private long shared() {
    return switch (type) {
      case "qwen2_moe" -> c.or("shared_expert_intermediate_size", 5_632);
      case "llama4_text" -> width;
      case "deepseek_v2" -> c.or("n_shared_experts", 2) * width;
      case "deepseek_v3" -> c.or("n_shared_experts", 1) * width;
      default -> 0;
    };
  }
}
