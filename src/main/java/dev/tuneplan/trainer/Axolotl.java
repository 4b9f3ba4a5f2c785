package dev.tuneplan.trainer;

import dev.tuneplan.files.Leaves;

/** Keys and defaults of axolotl's config (axolotl 0.13, docs/config-reference, read 2026-11-24). */
final class Axolotl {
  private Axolotl() {}

  static Leaves settings(Source f) {
    Leaves l = f.copy(f.none(), "base_model", "model");
    String adapter = f.text("adapter", "");
    int bits =
        f.is("load_in_4bit", adapter.equals("qlora")) ? 4 : f.is("load_in_8bit", false) ? 8 : 16;
    l = f.method(l, !adapter.isEmpty(), bits);
    if (!adapter.isEmpty()) {
      l = f.copy(l, "lora_r", "method.rank");
      l = f.copy(l, "lora_alpha", "method.alpha");
      l = f.copy(l, "lora_dropout", "method.dropout");
      l = f.copy(l, "lora_modules_to_save", "method.modulesToSave");
      l = f.copy(l, "peft_use_dora", "method.dora");
      l =
          f.is("lora_target_linear", false)
              ? l.with("method.targets", f.place("lora_target_linear"), "all-linear")
              : f.copy(l, "lora_target_modules", "method.targets");
    }
    l = f.copy(l, "sequence_len", "training.sequenceLength", "512");
    l = f.copy(l, "sample_packing", "training.packing", "false");
    l = f.copy(l, "num_epochs", "training.epochs", "1");
    l = f.batch(l, "micro_batch_size", "1", "gradient_accumulation_steps");
    l = f.optimizer(l, "optimizer", "adamw_torch_fused");
    String checkpointing = f.text("gradient_checkpointing", "false");
    String kind =
        switch (checkpointing) {
          case "offload", "offload_disk" -> "offload";
          case "true" -> "full";
          default -> "none";
        };
    l = l.with("training.checkpointing", f.place("gradient_checkpointing"), kind);
    return f.sharding(l);
  }
}
