package dev.tuneplan.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small models that Transformers 5.23 built on the meta device, defaults left to it, and PEFT's
 * all-linear at rank 4. Trained is -1 where PEFT turns all-linear into adapters of fused experts.
 * DeepSeek-V3's 8 corrections are buffers in Transformers, and are added here.
 */
final class TransformersAgreementTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          llama | 131008 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: llama}
          mistral | 131008 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: mistral}
          granite | 131008 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: granite}
          qwen2 | 131392 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: qwen2}
          qwen3 | 389824 | 27264 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: qwen3}
          gemma | 664768 | 45696 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: gemma}
          gemma2 | 665152 | 45696 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: gemma2}
          gemma3_text | 666688 | 45696 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: gemma3_text}
          phi3 | 131008 | 8832 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: phi3}
          olmo | 130560 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: olmo}
          olmo2 | 131296 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: olmo2}
          cohere | 111616 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: cohere}
          stablelm | 131456 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: stablelm}
          starcoder2 | 94880 | 9216 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: starcoder2}
          smollm3 | 111808 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: smollm3}
          glm | 392128 | 26496 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: glm}
          glm4 | 392512 | 26496 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: glm4}
          phi | 113996 | 9216 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, model_type: phi}
          mixtral | 297664 | -1 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, num_local_experts: 4, num_experts_per_tok: 2, model_type: mixtral}
          qwen2_moe | 178432 | 10188 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, num_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 32, shared_expert_intermediate_size: 48, model_type: qwen2_moe}
          qwen3_moe | 143904 | -1 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, num_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 32, head_dim: 16, mlp_only_layers: [0], model_type: qwen3_moe}
          olmoe | 297952 | -1 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, num_experts: 4, num_experts_per_tok: 2, model_type: olmoe}
          gpt_oss | 413080 | 12288 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, num_local_experts: 4, num_experts_per_tok: 2, model_type: gpt_oss}
          llama4_text | 217280 | 12176 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 96, vocab_size: 300, num_local_experts: 4, interleave_moe_layer_step: 2, intermediate_size_mlp: 128, head_dim: 16, model_type: llama4_text}
          deepseek_v2 | 166200 | -1 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 4, intermediate_size: 96, vocab_size: 300, n_routed_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 32, first_k_dense_replace: 1, q_lora_rank: 24, kv_lora_rank: 16, qk_nope_head_dim: 16, qk_rope_head_dim: 8, v_head_dim: 16, model_type: deepseek_v2}
          deepseek_v3 | 153920 | -1 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 4, intermediate_size: 96, vocab_size: 300, n_routed_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 32, first_k_dense_replace: 1, q_lora_rank: 24, kv_lora_rank: 16, qk_nope_head_dim: 16, qk_rope_head_dim: 8, v_head_dim: 16, n_group: 2, topk_group: 1, model_type: deepseek_v3}
          gpt2 | 177472 | 12288 | {n_embd: 64, n_layer: 3, n_head: 4, n_positions: 128, vocab_size: 300, model_type: gpt2}
          gpt_bigcode | 158752 | 11136 | {n_embd: 64, n_layer: 3, n_head: 4, n_positions: 128, vocab_size: 300, model_type: gpt_bigcode}
          gptj | 187628 | 13824 | {n_embd: 64, n_layer: 3, n_head: 4, n_positions: 128, vocab_size: 300, rotary_dim: 8, model_type: gptj}
          gpt_neox | 188480 | 12288 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, intermediate_size: 256, vocab_size: 300, model_type: gpt_neox}
          falcon | 148736 | 11136 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, vocab_size: 300, model_type: falcon}
          opt | 128064 | 10752 | {hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, ffn_dim: 128, vocab_size: 300, max_position_embeddings: 128, word_embed_proj_dim: 64, model_type: opt}
          bloom | 169408 | 12288 | {hidden_size: 64, n_layer: 3, n_head: 4, vocab_size: 300, model_type: bloom}
          mpt | 167104 | 12288 | {d_model: 64, n_layers: 3, n_heads: 4, vocab_size: 300, model_type: mpt}
          """)
  void countsAreThoseOfTransformersAndPeft(
      String family, long parameters, long trained, String config) {
    ModelShape shape = Configs.read(config);
    assertThat(shape.parameters()).as(family).isEqualTo(parameters);
    if (trained >= 0) {
      assertThat(LoraTargets.allLinear().parameters(shape, 4, false)).isEqualTo(trained);
    }
  }
}
