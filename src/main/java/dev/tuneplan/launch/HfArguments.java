package dev.tuneplan.launch;

import dev.tuneplan.base.Problems;
import dev.tuneplan.spec.LaunchSpec;
import dev.tuneplan.spec.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Settings of Transformers' TrainingArguments (training_args.py, 5.6.0 and 5.23.0, read
 * 2026-11-25), which TRL and LLaMA-Factory take as they are.
 */
final class HfArguments {
  private HfArguments() {}

  static Settings of(LaunchPlan plan, Folders folders) {
    RunSpec.TrainingSpec t = plan.spec().training();
    LaunchSpec.Tuning how = plan.spec().launch().tuning();
    Chosen c = plan.chosen();
    boolean shards = Sharding.fsdp(plan);
    return new Settings()
        .put("output_dir", folders.output())
        .put("per_device_train_batch_size", c.microBatch())
        .put("gradient_accumulation_steps", c.accumulation())
        .put("num_train_epochs", t.epochs())
        .put("learning_rate", how.learningRate())
        .put("lr_scheduler_type", scheduler(how))
        .put("warmup_steps", warmup(plan))
        .put("weight_decay", how.weightDecay())
        .put("max_grad_norm", how.clip())
        .put("optim", t.optimizer().equals("lion") ? "lion_32bit" : t.optimizer())
        .put("bf16", !t.precision().equals("fp16"))
        .put("fp16", t.precision().equals("fp16"))
        .put("gradient_checkpointing", recomputes(plan) && !shards)
        .putIf(
            recomputes(plan) && !shards,
            "gradient_checkpointing_kwargs",
            Map.of("use_reentrant", false))
        .putIf(shards, "fsdp", "full_shard auto_wrap" + (t.offloadParameters() ? " offload" : ""))
        .putIf(shards, "fsdp_config", folders.config() + "/" + Sharding.FSDP)
        .putIf(Sharding.deepSpeed(plan), "deepspeed", folders.config() + "/" + Sharding.DEEPSPEED)
        .putIf(c.gpus() > 1 && c.parallelism().equals("ddp"), "ddp_find_unused_parameters", false)
        .put("logging_steps", how.loggingSteps())
        .put("logging_first_step", true)
        .put("save_strategy", "steps")
        .put("save_steps", plan.saveSteps())
        .put("save_total_limit", how.keep())
        .put("include_num_input_tokens_seen", "non_padding")
        .put("report_to", "none")
        .put("seed", how.seed());
  }

  /** With a warm-up, "constant" has a name of its own. */
  static String scheduler(LaunchSpec.Tuning how) {
    return how.scheduler().equals("constant") && how.warmup() > 0
        ? "constant_with_warmup"
        : how.scheduler();
  }

  /** Steps, since shares have changed their name between versions. */
  static long warmup(LaunchPlan plan) {
    return Math.round(plan.spec().launch().tuning().warmup() * plan.forecast().steps());
  }

  /** Whether layers are run forward twice. */
  static boolean recomputes(LaunchPlan plan) {
    return !plan.chosen().checkpointing().equals("none");
  }

  /** What TrainingArguments cannot do. */
  static void check(LaunchPlan plan, String trainer, Problems problems) {
    if (plan.spec().training().optimizer().equals("muon") && !trainer.equals("llamafactory")) {
      fault(plan, problems, "training.optimizer", trainer + " has no muon; axolotl has");
    }
  }

  static void fault(LaunchPlan plan, Problems problems, String subject, String rule) {
    problems.add(plan.spec().places().trainer(), subject, rule);
  }

  /** What is rendered in another way than planned, in sentences. */
  static List<String> notes(LaunchPlan plan, String trainer) {
    List<String> notes = new ArrayList<>();
    if (plan.chosen().checkpointing().equals("selective")) {
      notes.add(
          trainer
              + " recomputes all layers or none: the plan's selective checkpointing became full,"
              + " which takes less memory and is slower");
    }
    return notes;
  }

  /** Modules with adapters: PEFT's word for all, or their names. */
  static List<String> targets(LaunchPlan plan) {
    List<String> names = plan.chosen().targets();
    return names.isEmpty() ? List.of("all-linear") : names;
  }
}
