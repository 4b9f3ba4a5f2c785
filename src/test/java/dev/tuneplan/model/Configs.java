package dev.tuneplan.model;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.YamlFiles;

/** Sizes from the published config.json of models, keys that do not change a count left out. */
final class Configs {
  private Configs() {}

  /** The shape of a model named here. */
  static ModelShape shape(String name) {
    return read("{" + text(name).replace("\n", " ") + "}");
  }

  /** Reads a config, which must have no faults. */
  static ModelShape read(String text) {
    Problems problems = new Problems();
    ModelShape shape =
        HfConfig.read("test", Fields.of(YamlFiles.parse("config.json", text), problems));
    problems.throwIfAny();
    return shape;
  }

  private static String text(String name) {
    return switch (name) {
      case "llama-2-7b" ->
          """
              model_type: llama, hidden_size: 4096, num_hidden_layers: 32,
              num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 11008,
              vocab_size: 32000, tie_word_embeddings: false
          """;
      case "llama-2-13b" ->
          """
              model_type: llama, hidden_size: 5120, num_hidden_layers: 40,
              num_attention_heads: 40, num_key_value_heads: 40, intermediate_size: 13824,
              vocab_size: 32000, tie_word_embeddings: false
          """;
      case "llama-2-70b" ->
          """
              model_type: llama, hidden_size: 8192, num_hidden_layers: 80,
              num_attention_heads: 64, num_key_value_heads: 8, intermediate_size: 28672,
              vocab_size: 32000, tie_word_embeddings: false
          """;
      case "llama-1-65b" ->
          """
              model_type: llama, hidden_size: 8192, num_hidden_layers: 80,
              num_attention_heads: 64, num_key_value_heads: 64, intermediate_size: 22016,
              vocab_size: 32000, tie_word_embeddings: false
          """;
      case "llama-1-33b" ->
          """
              model_type: llama, hidden_size: 6656, num_hidden_layers: 60,
              num_attention_heads: 52, num_key_value_heads: 52, intermediate_size: 17920,
              vocab_size: 32000, tie_word_embeddings: false
          """;
      case "llama-3-8b" ->
          """
              model_type: llama, hidden_size: 4096, num_hidden_layers: 32,
              num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14336,
              vocab_size: 128256, tie_word_embeddings: false
          """;
      case "llama-3-70b" ->
          """
              model_type: llama, hidden_size: 8192, num_hidden_layers: 80,
              num_attention_heads: 64, num_key_value_heads: 8, intermediate_size: 28672,
              vocab_size: 128256, tie_word_embeddings: false
          """;
      case "llama-3.1-405b" ->
          """
              model_type: llama, hidden_size: 16384, num_hidden_layers: 126,
              num_attention_heads: 128, num_key_value_heads: 8, intermediate_size: 53248,
              vocab_size: 128256, tie_word_embeddings: false
          """;
      case "llama-3.2-1b" ->
          """
              model_type: llama, hidden_size: 2048, num_hidden_layers: 16,
              num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 8192,
              vocab_size: 128256, tie_word_embeddings: true
          """;
      case "llama-3.2-3b" ->
          """
              model_type: llama, hidden_size: 3072, num_hidden_layers: 28,
              num_attention_heads: 24, num_key_value_heads: 8, intermediate_size: 8192,
              vocab_size: 128256, tie_word_embeddings: true
          """;
      case "mistral-7b-v0.1" ->
          """
              model_type: mistral, hidden_size: 4096, num_hidden_layers: 32,
              num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14336,
              vocab_size: 32000, tie_word_embeddings: false
          """;
      case "mistral-7b-v0.3" ->
          """
              model_type: mistral, hidden_size: 4096, num_hidden_layers: 32,
              num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14336,
              vocab_size: 32768, tie_word_embeddings: false
          """;
      case "mistral-small-24b" ->
          """
              model_type: mistral, hidden_size: 5120, num_hidden_layers: 40,
              num_attention_heads: 32, num_key_value_heads: 8, head_dim: 128,
              intermediate_size: 32768, vocab_size: 131072, tie_word_embeddings: false
          """;
      case "tinyllama-1.1b" ->
          """
              model_type: llama, hidden_size: 2048, num_hidden_layers: 22,
              num_attention_heads: 32, num_key_value_heads: 4, intermediate_size: 5632,
              vocab_size: 32000, tie_word_embeddings: false
          """;
      case "yi-34b" ->
          """
              model_type: llama, hidden_size: 7168, num_hidden_layers: 60,
              num_attention_heads: 56, num_key_value_heads: 8, intermediate_size: 20480,
              vocab_size: 64000, tie_word_embeddings: false
          """;
      case "codellama-34b" ->
          """
              model_type: llama, hidden_size: 8192, num_hidden_layers: 48,
              num_attention_heads: 64, num_key_value_heads: 8, intermediate_size: 22016,
              vocab_size: 32000, tie_word_embeddings: false
          """;
      case "codellama-7b" ->
          """
              model_type: llama, hidden_size: 4096, num_hidden_layers: 32,
              num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 11008,
              vocab_size: 32016, tie_word_embeddings: false
          """;
      case "qwen2.5-0.5b" ->
          """
              model_type: qwen2, hidden_size: 896, num_hidden_layers: 24,
              num_attention_heads: 14, num_key_value_heads: 2, intermediate_size: 4864,
              vocab_size: 151936, tie_word_embeddings: true
          """;
      case "qwen2.5-1.5b" ->
          """
              model_type: qwen2, hidden_size: 1536, num_hidden_layers: 28,
              num_attention_heads: 12, num_key_value_heads: 2, intermediate_size: 8960,
              vocab_size: 151936, tie_word_embeddings: true
          """;
      case "qwen2.5-3b" ->
          """
              model_type: qwen2, hidden_size: 2048, num_hidden_layers: 36,
              num_attention_heads: 16, num_key_value_heads: 2, intermediate_size: 11008,
              vocab_size: 151936, tie_word_embeddings: true
          """;
      case "qwen2.5-7b" ->
          """
              model_type: qwen2, hidden_size: 3584, num_hidden_layers: 28,
              num_attention_heads: 28, num_key_value_heads: 4, intermediate_size: 18944,
              vocab_size: 152064, tie_word_embeddings: false
          """;
      case "qwen2.5-14b" ->
          """
              model_type: qwen2, hidden_size: 5120, num_hidden_layers: 48,
              num_attention_heads: 40, num_key_value_heads: 8, intermediate_size: 13824,
              vocab_size: 152064, tie_word_embeddings: false
          """;
      case "qwen2.5-32b" ->
          """
              model_type: qwen2, hidden_size: 5120, num_hidden_layers: 64,
              num_attention_heads: 40, num_key_value_heads: 8, intermediate_size: 27648,
              vocab_size: 152064, tie_word_embeddings: false
          """;
      case "qwen2.5-72b" ->
          """
              model_type: qwen2, hidden_size: 8192, num_hidden_layers: 80,
              num_attention_heads: 64, num_key_value_heads: 8, intermediate_size: 29568,
              vocab_size: 152064, tie_word_embeddings: false
          """;
      case "qwen3-0.6b" ->
          """
              model_type: qwen3, hidden_size: 1024, num_hidden_layers: 28,
              num_attention_heads: 16, num_key_value_heads: 8, head_dim: 128,
              intermediate_size: 3072, vocab_size: 151936, tie_word_embeddings: true
          """;
      case "qwen3-1.7b" ->
          """
              model_type: qwen3, hidden_size: 2048, num_hidden_layers: 28,
              num_attention_heads: 16, num_key_value_heads: 8, intermediate_size: 6144,
              vocab_size: 151936, tie_word_embeddings: true
          """;
      case "qwen3-4b" ->
          """
              model_type: qwen3, hidden_size: 2560, num_hidden_layers: 36,
              num_attention_heads: 32, num_key_value_heads: 8, head_dim: 128,
              intermediate_size: 9728, vocab_size: 151936, tie_word_embeddings: true
          """;
      case "qwen3-8b" ->
          """
              model_type: qwen3, hidden_size: 4096, num_hidden_layers: 36,
              num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 12288,
              vocab_size: 151936, tie_word_embeddings: false
          """;
      case "qwen3-14b" ->
          """
              model_type: qwen3, hidden_size: 5120, num_hidden_layers: 40,
              num_attention_heads: 40, num_key_value_heads: 8, intermediate_size: 17408,
              vocab_size: 151936, tie_word_embeddings: false
          """;
      case "qwen3-32b" ->
          """
              model_type: qwen3, hidden_size: 5120, num_hidden_layers: 64,
              num_attention_heads: 64, num_key_value_heads: 8, head_dim: 128,
              intermediate_size: 25600, vocab_size: 151936, tie_word_embeddings: false
          """;
      case "qwen3-30b-a3b" ->
          """
              model_type: qwen3_moe, hidden_size: 2048, num_hidden_layers: 48,
              num_attention_heads: 32, num_key_value_heads: 4, head_dim: 128,
              moe_intermediate_size: 768, intermediate_size: 768, num_experts: 128,
              num_experts_per_tok: 8, vocab_size: 151936, tie_word_embeddings: false
          """;
      case "qwen3-235b-a22b" ->
          """
              model_type: qwen3_moe, hidden_size: 4096, num_hidden_layers: 94,
              num_attention_heads: 64, num_key_value_heads: 4, head_dim: 128,
              moe_intermediate_size: 1536, intermediate_size: 1536, num_experts: 128,
              num_experts_per_tok: 8, vocab_size: 151936, tie_word_embeddings: false
          """;
      case "mixtral-8x7b" ->
          """
              model_type: mixtral, hidden_size: 4096, num_hidden_layers: 32,
              num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14336,
              num_local_experts: 8, num_experts_per_tok: 2, vocab_size: 32000,
              tie_word_embeddings: false
          """;
      case "mixtral-8x22b" ->
          """
              model_type: mixtral, hidden_size: 6144, num_hidden_layers: 56,
              num_attention_heads: 48, num_key_value_heads: 8, intermediate_size: 16384,
              num_local_experts: 8, num_experts_per_tok: 2, vocab_size: 32768,
              tie_word_embeddings: false
          """;
      case "qwen1.5-moe-a2.7b" ->
          """
              model_type: qwen2_moe, hidden_size: 2048, num_hidden_layers: 24,
              num_attention_heads: 16, num_key_value_heads: 16, moe_intermediate_size: 1408,
              intermediate_size: 1408, num_experts: 60, num_experts_per_tok: 4,
              shared_expert_intermediate_size: 5632, vocab_size: 151936,
              tie_word_embeddings: false
          """;
      case "qwen2-57b-a14b" ->
          """
              model_type: qwen2_moe, hidden_size: 3584, num_hidden_layers: 28,
              num_attention_heads: 28, num_key_value_heads: 4, moe_intermediate_size: 2560,
              intermediate_size: 2560, num_experts: 64, num_experts_per_tok: 8,
              shared_expert_intermediate_size: 20480, vocab_size: 151936,
              tie_word_embeddings: false
          """;
      case "gemma-2b" ->
          """
              model_type: gemma, hidden_size: 2048, num_hidden_layers: 18,
              num_attention_heads: 8, num_key_value_heads: 1, intermediate_size: 16384,
              vocab_size: 256000
          """;
      case "gemma-7b" ->
          """
              model_type: gemma, hidden_size: 3072, num_hidden_layers: 28,
              num_attention_heads: 16, num_key_value_heads: 16, head_dim: 256,
              intermediate_size: 24576, vocab_size: 256000
          """;
      case "gemma-2-2b" ->
          """
              model_type: gemma2, hidden_size: 2304, num_hidden_layers: 26,
              num_attention_heads: 8, num_key_value_heads: 4, head_dim: 256,
              intermediate_size: 9216, vocab_size: 256000
          """;
      case "gemma-2-9b" ->
          """
              model_type: gemma2, hidden_size: 3584, num_hidden_layers: 42,
              num_attention_heads: 16, num_key_value_heads: 8, head_dim: 256,
              intermediate_size: 14336, vocab_size: 256000
          """;
      case "gemma-2-27b" ->
          """
              model_type: gemma2, hidden_size: 4608, num_hidden_layers: 46,
              num_attention_heads: 32, num_key_value_heads: 16, head_dim: 128,
              intermediate_size: 36864, vocab_size: 256000
          """;
      case "gemma-3-1b" ->
          """
              model_type: gemma3_text, hidden_size: 1152, num_hidden_layers: 26,
              num_attention_heads: 4, num_key_value_heads: 1, head_dim: 256,
              intermediate_size: 6912, vocab_size: 262144
          """;
      case "gemma-3-4b-text" ->
          """
              model_type: gemma3_text, hidden_size: 2560, num_hidden_layers: 34,
              num_attention_heads: 8, num_key_value_heads: 4, head_dim: 256,
              intermediate_size: 10240, vocab_size: 262144
          """;
      case "gemma-3-12b-text" ->
          """
              model_type: gemma3_text, hidden_size: 3840, num_hidden_layers: 48,
              num_attention_heads: 16, num_key_value_heads: 8, head_dim: 256,
              intermediate_size: 15360, vocab_size: 262144
          """;
      case "gemma-3-27b-text" ->
          """
              model_type: gemma3_text, hidden_size: 5376, num_hidden_layers: 62,
              num_attention_heads: 32, num_key_value_heads: 16, head_dim: 128,
              intermediate_size: 21504, vocab_size: 262144
          """;
      case "phi-3-mini" ->
          """
              model_type: phi3, hidden_size: 3072, num_hidden_layers: 32,
              num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 8192,
              vocab_size: 32064, tie_word_embeddings: false
          """;
      case "phi-3-medium" ->
          """
              model_type: phi3, hidden_size: 5120, num_hidden_layers: 40,
              num_attention_heads: 40, num_key_value_heads: 10, intermediate_size: 17920,
              vocab_size: 32064, tie_word_embeddings: false
          """;
      case "phi-2" ->
          """
              model_type: phi, hidden_size: 2560, num_hidden_layers: 32,
              num_attention_heads: 32, intermediate_size: 10240, vocab_size: 51200
          """;
      case "phi-1.5" ->
          """
              model_type: phi, hidden_size: 2048, num_hidden_layers: 24,
              num_attention_heads: 32, intermediate_size: 8192, vocab_size: 51200
          """;
      case "gpt2" ->
          """
              model_type: gpt2, n_embd: 768, n_layer: 12, n_head: 12, n_positions: 1024,
              vocab_size: 50257
          """;
      case "gpt2-medium" ->
          """
              model_type: gpt2, n_embd: 1024, n_layer: 24, n_head: 16, n_positions: 1024,
              vocab_size: 50257
          """;
      case "gpt2-large" ->
          """
              model_type: gpt2, n_embd: 1280, n_layer: 36, n_head: 20, n_positions: 1024,
              vocab_size: 50257
          """;
      case "gpt2-xl" ->
          """
              model_type: gpt2, n_embd: 1600, n_layer: 48, n_head: 25, n_positions: 1024,
              vocab_size: 50257
          """;
      case "gpt-neox-20b" ->
          """
              model_type: gpt_neox, hidden_size: 6144, num_hidden_layers: 44,
              num_attention_heads: 64, intermediate_size: 24576, vocab_size: 50432
          """;
      case "pythia-6.9b" ->
          """
              model_type: gpt_neox, hidden_size: 4096, num_hidden_layers: 32,
              num_attention_heads: 32, intermediate_size: 16384, vocab_size: 50432
          """;
      case "pythia-12b" ->
          """
              model_type: gpt_neox, hidden_size: 5120, num_hidden_layers: 36,
              num_attention_heads: 40, intermediate_size: 20480, vocab_size: 50688
          """;
      case "stablelm-alpha-3b" ->
          """
              model_type: gpt_neox, hidden_size: 4096, num_hidden_layers: 16,
              num_attention_heads: 32, intermediate_size: 16384, vocab_size: 50688
          """;
      case "falcon-7b" ->
          """
              model_type: falcon, hidden_size: 4544, num_hidden_layers: 32,
              num_attention_heads: 71, vocab_size: 65024, multi_query: true
          """;
      case "falcon-40b" ->
          """
              model_type: falcon, hidden_size: 8192, num_hidden_layers: 60,
              num_attention_heads: 128, vocab_size: 65024, new_decoder_architecture: true,
              num_kv_heads: 8
          """;
      case "falcon-180b" ->
          """
              model_type: falcon, hidden_size: 14848, num_hidden_layers: 80,
              num_attention_heads: 232, vocab_size: 65024, new_decoder_architecture: true,
              num_kv_heads: 8
          """;
      case "opt-6.7b" ->
          """
              model_type: opt, hidden_size: 4096, num_hidden_layers: 32,
              num_attention_heads: 32, ffn_dim: 16384, max_position_embeddings: 2048,
              vocab_size: 50272
          """;
      case "opt-1.3b" ->
          """
              model_type: opt, hidden_size: 2048, num_hidden_layers: 24,
              num_attention_heads: 32, ffn_dim: 8192, max_position_embeddings: 2048,
              vocab_size: 50272
          """;
      case "opt-125m" ->
          """
              model_type: opt, hidden_size: 768, num_hidden_layers: 12,
              num_attention_heads: 12, ffn_dim: 3072, max_position_embeddings: 2048,
              vocab_size: 50272
          """;
      case "bloom-7b1" ->
          """
              model_type: bloom, hidden_size: 4096, n_layer: 30, n_head: 32,
              vocab_size: 250880
          """;
      case "bloom-560m" ->
          """
              model_type: bloom, hidden_size: 1024, n_layer: 24, n_head: 16,
              vocab_size: 250880
          """;
      case "opt-350m" ->
          """
              model_type: opt, hidden_size: 1024, num_hidden_layers: 24,
              num_attention_heads: 16, ffn_dim: 4096, max_position_embeddings: 2048,
              word_embed_proj_dim: 512, do_layer_norm_before: false, vocab_size: 50272
          """;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
