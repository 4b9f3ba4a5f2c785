package dev.tuneplan.trainer;

import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys of torchtune's recipes (torchtune 0.6, recipes/configs, read 2026-11-24). */
final class Torchtune {
  /** Builders of torchtune.models and the checkpoints that they are made for. */
  private static final Map<String, String> MODELS =
      Map.ofEntries(
          Map.entry("llama2_7b", "meta-llama/Llama-2-7b-hf"),
          Map.entry("llama2_13b", "meta-llama/Llama-2-13b-hf"),
          Map.entry("llama2_70b", "meta-llama/Llama-2-70b-hf"),
          Map.entry("llama3_8b", "meta-llama/Meta-Llama-3-8B"),
          Map.entry("llama3_70b", "meta-llama/Meta-Llama-3-70B"),
          Map.entry("llama3_1_8b", "meta-llama/Llama-3.1-8B"),
          Map.entry("llama3_1_70b", "meta-llama/Llama-3.1-70B"),
          Map.entry("llama3_1_405b", "meta-llama/Llama-3.1-405B"),
          Map.entry("llama3_2_1b", "meta-llama/Llama-3.2-1B"),
          Map.entry("llama3_2_3b", "meta-llama/Llama-3.2-3B"),
          Map.entry("mistral_7b", "mistralai/Mistral-7B-v0.1"),
          Map.entry("qwen2_5_0_5b", "Qwen/Qwen2.5-0.5B"),
          Map.entry("qwen2_5_1_5b_base", "Qwen/Qwen2.5-1.5B"),
          Map.entry("qwen2_5_3b", "Qwen/Qwen2.5-3B"),
          Map.entry("qwen2_5_7b_base", "Qwen/Qwen2.5-7B"),
          Map.entry("qwen2_5_14b_base", "Qwen/Qwen2.5-14B"),
          Map.entry("gemma_2b", "google/gemma-2b"),
          Map.entry("gemma_7b", "google/gemma-7b"),
          Map.entry("gemma2_2b", "google/gemma-2-2b"),
          Map.entry("gemma2_9b", "google/gemma-2-9b"));

  private Torchtune() {}

  static Leaves settings(Source f) {
    String component = f.text("model._component_", "");
    String builder = component.substring(component.lastIndexOf('.') + 1);
    boolean quantised = builder.startsWith("qlora_");
    boolean adapter = quantised || builder.startsWith("lora_");
    String name = builder.replaceFirst("^q?lora_", "");
    Leaves l =
        f.none().with("model", f.place("model._component_"), MODELS.getOrDefault(name, name));
    l = f.method(l, adapter, quantised ? 4 : 16);
    if (adapter) {
      l = f.copy(l, "model.lora_rank", "method.rank", "8");
      l = f.copy(l, "model.lora_alpha", "method.alpha");
      l = f.copy(l, "model.lora_dropout", "method.dropout");
      l = f.copy(l, "model.use_dora", "method.dora");
      l = l.with("method.targets", targets(f));
    }
    l = f.copy(l, "tokenizer.max_seq_len", "training.sequenceLength", "2048");
    l = f.copy(l, "dataset.packed", "training.packing", "false");
    l = f.copy(l, "epochs", "training.epochs", "1");
    l = f.batch(l, "batch_size", "1", "gradient_accumulation_steps");
    l = f.optimizer(l, "optimizer._component_", "adamw_torch_fused");
    boolean on = f.is("enable_activation_checkpointing", false);
    boolean offload = on && f.is("enable_activation_offloading", false);
    return l.with(
        "training.checkpointing",
        f.place("enable_activation_checkpointing"),
        offload ? "offload" : on ? "full" : "none");
  }

  private static Node targets(Source f) {
    List<String> names = new ArrayList<>();
    if (f.leaves().values().get("model.lora_attn_modules") instanceof Node.Sequence s) {
      for (Node item : s.items()) {
        if (item instanceof Node.Scalar scalar) {
          names.add(scalar.text().equals("output_proj") ? "o_proj" : scalar.text());
        }
      }
    } else {
      names.addAll(List.of("q_proj", "v_proj"));
    }
    if (f.is("model.apply_lora_to_mlp", false)) {
      names.addAll(List.of("gate_proj", "up_proj", "down_proj"));
    }
    return Leaves.list(f.place("model.lora_attn_modules"), names);
  }
}
