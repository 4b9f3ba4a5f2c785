package dev.tuneplan.trainer;

import java.util.Locale;
import java.util.Map;

/**
 * Trainers' names of optimizers as a run spec's: the same states in the same precision. Sources:
 * transformers 5.24.0 training_args.py OptimizerNames, axolotl 0.19.0 utils/schemas/enums.py
 * CustomSupportedOptimizers, torchtune 0.6.1 recipes/configs, deepspeed 0.19.8 runtime/config.py
 * (read 2026-11-25).
 */
final class Optimizers {
  /** The same optimizer by another name. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("adamw", "adamw_torch"),
          Map.entry("adamw_hf", "adamw_torch"),
          Map.entry("adamw_torch_xla", "adamw_torch"),
          Map.entry("torch.optim.adamw", "adamw_torch"),
          Map.entry("torch.optim.adam", "adamw_torch"),
          Map.entry("torch.optim.sgd", "sgd"),
          Map.entry("paged_adamw", "paged_adamw_32bit"),
          Map.entry("lion_32bit", "lion"),
          Map.entry("lion_pytorch", "lion"),
          Map.entry("adamw_torch_8bit", "adamw_8bit"),
          Map.entry("bitsandbytes.optim.adamw8bit", "adamw_8bit"),
          Map.entry("bitsandbytes.optim.pagedadamw", "paged_adamw_32bit"),
          Map.entry("bitsandbytes.optim.pagedadamw8bit", "paged_adamw_8bit"));

  /** Another optimizer, whose states take about as much. */
  private static final Map<String, String> ALIKE =
      Map.ofEntries(
          Map.entry("adamw_torch_npu_fused", "adamw_torch_fused"),
          Map.entry("adamw_anyprecision", "adamw_torch"),
          Map.entry("adamw_torch_4bit", "adamw_8bit"),
          Map.entry("ao_adamw_4bit", "adamw_8bit"),
          Map.entry("ao_adamw_8bit", "adamw_8bit"),
          Map.entry("ao_adamw_fp8", "adamw_8bit"),
          Map.entry("torchao.optim.adamw8bit", "adamw_8bit"),
          Map.entry("torchao.optim.adamw4bit", "adamw_8bit"),
          Map.entry("optimi_adamw", "adamw_torch_fused"),
          Map.entry("flash_adamw", "adamw_torch_fused"),
          Map.entry("flash_adam", "adamw_torch_fused"),
          Map.entry("adopt_adamw", "adamw_torch"),
          Map.entry("adamc", "adamw_torch"),
          Map.entry("grokadamw", "adamw_torch"),
          Map.entry("stable_adamw", "adamw_torch"),
          Map.entry("schedule_free_adamw", "adamw_torch"),
          Map.entry("schedule_free_radam", "adamw_torch"),
          Map.entry("schedule_free_sgd", "lion"),
          Map.entry("flash_sgd", "sgd"),
          Map.entry("flash_sgdw", "sgd"),
          Map.entry("flash_lion", "lion"),
          Map.entry("paged_lion_32bit", "lion"),
          Map.entry("paged_lion_8bit", "lion_8bit"),
          Map.entry("rmsprop", "lion"),
          Map.entry("adagrad", "lion"),
          Map.entry("rmsprop_bnb", "lion"),
          Map.entry("rmsprop_bnb_32bit", "lion"),
          Map.entry("rmsprop_bnb_8bit", "lion_8bit"),
          Map.entry("dion", "muon"),
          Map.entry("came_pytorch", "adafactor"),
          Map.entry("galore_adafactor", "adafactor"));

  private Optimizers() {}

  /** Sets the run spec's optimizer from a key, or from the trainer's default. */
  static void read(Reading f, String key, String fallback) {
    if (!f.has(key)) {
      f.fill(key, "training.optimizer", fallback);
      return;
    }
    f.text(key).ifPresent(given -> f.use(key, "training.optimizer", named(f, key, given)));
  }

  /** A run spec's name; one that nothing is known of stays, and the spec refuses it. */
  static String named(Reading f, String key, String given) {
    String low = given.toLowerCase(Locale.ROOT);
    String like = ALIKE.get(low);
    if (like != null) {
      f.warn(key, given + " is counted as " + like + ", whose states are about as large");
      return like;
    }
    return SAME.getOrDefault(low, low);
  }
}
