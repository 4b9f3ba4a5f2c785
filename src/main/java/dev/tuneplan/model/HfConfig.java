package dev.tuneplan.model;

import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a Hugging Face {@code config.json}. Key names, defaults and module names are those of
 * Transformers 5.23 (configuration_*.py and modeling_*.py).
 */
public final class HfConfig {
  /** Text models inside multimodal ones, and families that another one's reader fits. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("gemma3", "gemma3_text"),
          Map.entry("llama4", "llama4_text"),
          Map.entry("mistral3", "mistral"),
          Map.entry("ministral", "mistral"),
          Map.entry("olmo3", "olmo2"),
          Map.entry("qwen2_vl", "qwen2"),
          Map.entry("qwen2_vl_text", "qwen2"),
          Map.entry("qwen2_5_vl", "qwen2"),
          Map.entry("qwen2_5_vl_text", "qwen2"),
          Map.entry("qwen3_vl_text", "qwen3"),
          Map.entry("qwen3_vl_moe_text", "qwen3_moe"));

  private HfConfig() {}

  /** Every {@code model_type} that is known, in order. */
  public static List<String> knownTypes() {
    List<String> known = new ArrayList<>(ALIASES.keySet());
    known.addAll(LlamaFamily.TYPES);
    known.addAll(GptFamily.TYPES);
    known.sort(String::compareTo);
    return List.copyOf(known);
  }

  /** Whether the family that a config names is known. */
  static boolean knows(Fields config) {
    Fields text = config.child("text_config").orElse(config);
    return (text.has("model_type") ? text : config)
        .text("model_type")
        .map(knownTypes()::contains)
        .orElse(false);
  }

  /**
   * Reads a config; faults are noted in the problems that {@code config} carries, and the shape is
   * then of no use.
   */
  public static ModelShape read(String id, Fields config) {
    Fields text = config.child("text_config").orElse(config);
    Fields named = text.has("model_type") ? text : config;
    String given = named.text("model_type").orElse("");
    String type = ALIASES.getOrDefault(given, given);
    ConfigKeys keys = new ConfigKeys(text, config, type);
    if (LlamaFamily.TYPES.contains(type)) {
      return new LlamaFamily(keys).read(id);
    }
    if (GptFamily.TYPES.contains(type)) {
      return new GptFamily(keys).read(id);
    }
    List<String> known = knownTypes();
    named.fault(
        "model_type",
        (given.isEmpty() ? "is required" : "'" + given + "' is not known")
            + Suggestion.clause(given, known)
            + "; known: "
            + String.join(", ", known)
            + "; a model.safetensors.index.json beside it would tell the size alone");
    return unusable(id, keys);
  }

  private static ModelShape unusable(String id, ConfigKeys keys) {
    Layer layer =
        new Layer(
            1,
            List.of(),
            1,
            1,
            1,
            1,
            Long.MAX_VALUE,
            true,
            2,
            0,
            false,
            Layer.Activation.GATED,
            1,
            0);
    return new ModelShape(
        id,
        keys.type(),
        1,
        1,
        true,
        false,
        1,
        true,
        0,
        0,
        List.of(),
        Block.of(keys),
        List.of(layer));
  }
}
