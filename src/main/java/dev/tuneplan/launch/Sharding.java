package dev.tuneplan.launch;

import dev.tuneplan.files.JsonText;
import dev.tuneplan.spec.RunSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** How state is spread over GPUs, in the words of DeepSpeed and of FSDP in Transformers. */
final class Sharding {
  /** The file of DeepSpeed's settings. */
  static final String DEEPSPEED = "deepspeed.json";

  /** The file of FSDP's settings. */
  static final String FSDP = "fsdp.json";

  private Sharding() {}

  static boolean deepSpeed(LaunchPlan plan) {
    return plan.chosen().gpus() > 1 && plan.chosen().parallelism().startsWith("zero");
  }

  static boolean fsdp(LaunchPlan plan) {
    return plan.chosen().gpus() > 1 && plan.chosen().parallelism().equals("fsdp");
  }

  /** What is "auto" is filled in by Transformers from the trainer's own settings. */
  static String deepSpeedJson(LaunchPlan plan) {
    RunSpec.TrainingSpec t = plan.spec().training();
    int stage = Integer.parseInt(plan.chosen().parallelism().substring("zero".length()));
    Map<String, Object> zero = new LinkedHashMap<>();
    zero.put("stage", stage);
    if (t.offloadOptimizer()) {
      zero.put("offload_optimizer", Map.of("device", "cpu"));
    }
    if (t.offloadParameters() && stage == 3) {
      zero.put("offload_param", Map.of("device", "cpu"));
    }
    if (stage == 3) {
      zero.put("stage3_gather_16bit_weights_on_model_save", true);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("train_micro_batch_size_per_gpu", "auto");
    tree.put("gradient_accumulation_steps", "auto");
    tree.put("gradient_clipping", "auto");
    tree.put("bf16", Map.of("enabled", "auto"));
    tree.put("fp16", Map.of("enabled", "auto"));
    tree.put("zero_optimization", zero);
    return JsonText.of(tree) + "\n";
  }

  /** Version 2 is FSDP over DTensor; recomputing inside it keeps the gathers of a layer at one. */
  static String fsdpJson(LaunchPlan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", 2);
    tree.put("reshard_after_forward", true);
    tree.put("activation_checkpointing", HfArguments.recomputes(plan));
    tree.put("cpu_ram_efficient_loading", true);
    tree.put("state_dict_type", "SHARDED_STATE_DICT");
    return JsonText.of(tree) + "\n";
  }

  /** The files of the scheme that the plan chose. */
  static void files(LaunchPlan plan, Map<String, String> files) {
    if (deepSpeed(plan)) {
      files.put(DEEPSPEED, deepSpeedJson(plan));
    }
    if (fsdp(plan)) {
      files.put(FSDP, fsdpJson(plan));
    }
  }
}
