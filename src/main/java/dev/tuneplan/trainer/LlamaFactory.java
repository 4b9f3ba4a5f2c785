package dev.tuneplan.trainer;

import dev.tuneplan.files.Leaves;

/** Keys and defaults of LLaMA-Factory's arguments (src/llamafactory/hparams, read 2026-11-24). */
final class LlamaFactory {
  private LlamaFactory() {}

  static Leaves settings(Source f) {
    Leaves l = f.copy(f.none(), "model_name_or_path", "model");
    boolean adapter = f.text("finetuning_type", "lora").equals("lora");
    int bits =
        switch (f.text("quantization_bit", "")) {
          case "4" -> 4;
          case "8" -> 8;
          default -> 16;
        };
    l = f.method(l, adapter, bits);
    if (adapter) {
      l = f.copy(l, "lora_rank", "method.rank", "8");
      l = f.copy(l, "lora_alpha", "method.alpha");
      l = f.copy(l, "lora_dropout", "method.dropout");
      l = f.copy(l, "use_dora", "method.dora");
      l = f.copy(l, "additional_target", "method.modulesToSave");
      l =
          f.text("lora_target", "all").equals("all")
              ? l.with("method.targets", f.place("lora_target"), "all-linear")
              : f.copy(l, "lora_target", "method.targets");
    }
    l = f.copy(l, "cutoff_len", "training.sequenceLength", "2048");
    l = f.copy(l, "packing", "training.packing", "false");
    l = f.copy(l, "num_train_epochs", "training.epochs", "3");
    l = f.batch(l, "per_device_train_batch_size", "8", "gradient_accumulation_steps");
    l = f.optimizer(l, "optim", "adamw_torch_fused");
    boolean off = f.is("disable_gradient_checkpointing", false);
    l =
        l.with(
            "training.checkpointing",
            f.place("disable_gradient_checkpointing"),
            off ? "none" : "full");
    return f.sharding(l);
  }
}
