package dev.tuneplan.trainer;

import dev.tuneplan.files.Leaves;

/** Keys and defaults of TRL's SFT script (trl 1.x SFTConfig and ModelConfig, read 2026-11-24). */
final class Trl {
  private Trl() {}

  static Leaves settings(Source f) {
    Leaves l = f.copy(f.none(), "model_name_or_path", "model");
    boolean adapter = f.is("use_peft", false);
    int bits = f.is("load_in_4bit", false) ? 4 : f.is("load_in_8bit", false) ? 8 : 16;
    l = f.method(l, adapter, bits);
    if (adapter) {
      l = f.copy(l, "lora_r", "method.rank", "16");
      l = f.copy(l, "lora_alpha", "method.alpha");
      l = f.copy(l, "lora_dropout", "method.dropout");
      l = f.copy(l, "use_dora", "method.dora");
      l = f.copy(l, "lora_modules_to_save", "method.modulesToSave");
      l = f.copy(l, "lora_target_modules", "method.targets");
    }
    String length = f.has("max_length") ? "max_length" : "max_seq_length";
    l = f.copy(l, length, "training.sequenceLength", "1024");
    l = f.copy(l, "packing", "training.packing", "false");
    l = f.copy(l, "num_train_epochs", "training.epochs", "3");
    l = f.batch(l, "per_device_train_batch_size", "8", "gradient_accumulation_steps");
    l = f.optimizer(l, "optim", "adamw_torch_fused");
    boolean on = f.is("gradient_checkpointing", true);
    l = l.with("training.checkpointing", f.place("gradient_checkpointing"), on ? "full" : "none");
    return f.sharding(l);
  }
}
