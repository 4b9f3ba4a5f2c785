package dev.tuneplan.trainer;

import java.util.Map;

/** Settings that change memory or speed and that the estimate does not have, with which way. */
final class Unmodelled {
  static final String TENSOR =
      "tensor parallelism: the estimate has whole layers on each GPU, which is more memory";
  static final String CONTEXT =
      "context parallelism: the estimate has whole sequences on each GPU, which is more memory";
  static final String HYBRID =
      "hybrid sharding: the estimate shards over all GPUs, which is less memory";
  static final String COMPILE = "torch.compile: the estimate is slower than that";
  static final String PREFERENCE =
      "preference training runs two answers and a reference model: more memory and time than here";
  static final String PART = "training of a part of the weights: the estimate trains all of them";

  /** Keys of Transformers' TrainingArguments, which TRL and LLaMA-Factory have too. */
  static final Map<String, String> TRANSFORMERS =
      Map.of(
          "torch_compile",
          COMPILE,
          "torch_compile_backend",
          COMPILE,
          "torch_compile_mode",
          COMPILE,
          "parallelism_config",
          "tensor, context or hybrid parallelism, which is not modelled",
          "auto_find_batch_size",
          "the micro-batch may be halved; the estimate keeps it",
          "optim_target_modules",
          "low-rank optimizer states; the estimate keeps full ones");

  /** Keys of axolotl (0.19.0, utils/schemas and integrations, read 2026-11-25). */
  static final Map<String, String> AXOLOTL =
      Map.ofEntries(
          Map.entry("context_parallel_size", CONTEXT),
          Map.entry("sequence_parallel_degree", CONTEXT),
          Map.entry("tensor_parallel_size", TENSOR),
          Map.entry("dp_replicate_size", HYBRID),
          Map.entry("torch_compile", COMPILE),
          Map.entry("tiled_mlp", "tiled feed-forward layers: less memory than here"),
          Map.entry("layer_offloading", "layers in host memory: less GPU memory than here"),
          Map.entry("relora", "ReLoRA: merges and restarts take time beside the estimate"),
          Map.entry("lisa_n_layers", PART),
          Map.entry("unfrozen_parameters", PART),
          Map.entry("peft_layers_to_transform", "adapters in some layers; the estimate has all"),
          Map.entry("peft_layer_replication", "layers repeated: more than the estimate has"),
          Map.entry("lora_target_parameters", "adapters on fused experts, which are not counted"),
          Map.entry("lora_rank_pattern", "ranks that differ; the estimate has lora_r everywhere"),
          Map.entry("peft_trainable_token_indices", "trained rows of the vocabulary"),
          Map.entry("quantize_moe_experts", "experts in 4 or 8 bits, where they are fused"),
          Map.entry("rl", PREFERENCE),
          Map.entry("reward_model", "a reward model's head in place of the vocabulary's"),
          Map.entry("process_reward_model", "a reward model's head in place of the vocabulary's"),
          Map.entry("lora_mlp_kernel", "fused LoRA kernels: less memory and time than here"),
          Map.entry("lora_qkv_kernel", "fused LoRA kernels: less memory and time than here"),
          Map.entry("lora_o_kernel", "fused LoRA kernels: less memory and time than here"),
          Map.entry("lora_embedding_kernel", "fused LoRA kernels: less memory and time than here"),
          Map.entry("liger_rms_norm", "Liger's kernel: less memory than here"),
          Map.entry("liger_rope", "Liger's kernel: less memory than here"),
          Map.entry("liger_glu_activation", "Liger's kernel: less memory than here"),
          Map.entry("liger_layer_norm", "Liger's kernel: less memory than here"),
          Map.entry("qat", "quantisation-aware training: slower than here"),
          Map.entry("model_quantization_config", "weights in another format than the estimate has"),
          Map.entry("auto_find_batch_size", "the micro-batch may be halved; the estimate keeps it"),
          Map.entry(
              "optim_target_modules", "low-rank optimizer states; the estimate has full ones"),
          Map.entry("use_pose", "positions stretched by PoSE"),
          Map.entry("fp32_norms", "norms in 32 bits"),
          Map.entry("max_memory", "a limit on memory by device"),
          Map.entry("gpu_memory_limit", "a limit on memory by device"));

  /** Keys of LLaMA-Factory (0.9.5, hparams, read 2026-11-25). */
  static final Map<String, String> LLAMA_FACTORY =
      Map.ofEntries(
          Map.entry("use_galore", "low-rank optimizer states; the estimate keeps full ones"),
          Map.entry("use_apollo", "low-rank optimizer states; the estimate keeps full ones"),
          Map.entry("use_badam", "states of one block at a time; the estimate keeps all"),
          Map.entry("use_adam_mini", "one rate for many weights; the estimate keeps full states"),
          Map.entry("use_llama_pro", "added blocks, which the estimate does not have"),
          Map.entry("mixture_of_depths", "tokens that skip layers: less than the estimate"),
          Map.entry("shift_attn", "shifted sparse attention"),
          Map.entry("use_kt", "KTransformers: experts on the host"),
          Map.entry("use_mca", "Megatron"),
          Map.entry("use_hyper_parallel", "HyperParallel"),
          Map.entry("use_asft_loss", "a reference model beside the trained one"),
          Map.entry("upcast_layernorm", "norms in 32 bits"),
          Map.entry("use_v1_kernels", "fused kernels: less than the estimate"),
          Map.entry("train_from_scratch", "weights from nothing; memory is the same"));

  private Unmodelled() {}

  /** Puts those that a file switches on on the list. */
  static void list(Reading f, Map<String, String> keys) {
    f.keys().stream()
        .map(k -> k.split("[.\\[]")[0])
        .distinct()
        .filter(keys::containsKey)
        .forEach(k -> f.notModelled(k, keys.getOrDefault(k, "")));
  }
}
