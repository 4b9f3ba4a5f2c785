package dev.tuneplan.trainer;

import java.util.List;

/** Keys of LoRA that several trainers hand to PEFT (peft 0.21.2, read 2026-11-25). */
final class Lora {
  private static final String TARGETS = "method.targets";

  /**
   * What PEFT takes for Llama, Mistral, Mixtral, Qwen, Gemma and others where nothing is said
   * (utils/constants.py, TRANSFORMERS_MODELS_TO_LORA_TARGET_MODULES_MAPPING).
   */
  private static final List<String> PEFT = List.of("q_proj", "v_proj");

  private Lora() {}

  /** Targets, or PEFT's own for the family. */
  static void targets(Reading f, String key) {
    if (!Targets.read(f, key, "all-linear")) {
      f.out().set(TARGETS, dev.tuneplan.files.Leaves.list(f.place(), PEFT));
      f.out()
          .filled(
              key,
              TARGETS + " = " + String.join(", ", PEFT),
              "peft 0.21.2 utils/constants.py, most families");
    }
  }

  /** Dropout on the adapters' input. */
  static void dropout(Reading f, String fallback) {
    String key = "lora_dropout";
    if (f.has(key)) {
      f.number(key, "method.dropout", 0, 0.99);
    } else {
      f.fill(key, "method.dropout", fallback);
    }
  }

  /** Modules that are trained whole. */
  static void saved(Reading f, String key) {
    List<String> names = f.texts(key);
    if (!names.isEmpty()) {
      f.use(key, "method.modulesToSave", names);
    }
  }
}
