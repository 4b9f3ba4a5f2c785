package dev.tuneplan.launch;

import dev.tuneplan.base.Problems;
import dev.tuneplan.spec.LaunchSpec;
import dev.tuneplan.spec.RunSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Axolotl (0.19.0: utils/schemas/*.py, cli/config.py, read 2026-11-25). */
final class Axolotl implements TrainerAdapter {
  private static final String FILE = "axolotl.yaml";
  private static final String TRIGGER = "tuneplan.save";

  /** Steps between two looks for the file that asks for a checkpoint. */
  private static final int LOOKS = 10;

  @Override
  public String name() {
    return "axolotl";
  }

  @Override
  public TrainerLaunch render(LaunchPlan plan, Folders folders) {
    Problems problems = new Problems();
    TrainFiles data = TrainFiles.of(plan, folders, problems);
    check(plan, data, problems);
    problems.throwIfAny();
    Settings settings =
        model(plan, folders).putAll(data(plan, data, folders)).putAll(training(plan, folders));
    Map<String, String> files = new LinkedHashMap<>();
    files.put(FILE, settings.yaml(plan));
    if (Sharding.deepSpeed(plan)) {
      files.put(Sharding.DEEPSPEED, Sharding.deepSpeedJson(plan));
    }
    return new TrainerLaunch(
        name(),
        command(plan, folders),
        Map.of("AXOLOTL_DO_NOT_TRACK", "1"),
        files,
        Needed.by(plan),
        new TrainerLaunch.Progress.Callback(),
        new TrainerLaunch.Resume.Automatic(),
        new TrainerLaunch.Trigger.File(folders.output() + "/" + TRIGGER),
        new TrainerLaunch.Done.TrainerState(folders.output(), plan.forecast().steps()),
        HfArguments.notes(plan, name()));
  }

  private static List<String> command(LaunchPlan plan, Folders folders) {
    List<String> words =
        new ArrayList<>(List.of("axolotl", "train", folders.config() + "/" + FILE, "--launcher"));
    if (plan.chosen().gpus() == 1) {
      words.add("python");
    } else {
      words.addAll(List.of("torchrun", "--", "--nproc-per-node=" + plan.chosen().gpusPerNode()));
    }
    return words;
  }

  private static void check(LaunchPlan plan, TrainFiles data, Problems problems) {
    String strategy = plan.spec().training().packingStrategy().orElse("multipack");
    if (!List.of("multipack", "sequential").contains(strategy)) {
      HfArguments.fault(
          plan, problems, "training.packingStrategy", "axolotl packs by multipack or sequential");
    }
    if (data.format().equals("alpaca") && !data.fields().isEmpty()) {
      HfArguments.fault(
          plan,
          problems,
          "data.fields",
          "axolotl's alpaca takes instruction, input and output by these names; rename the data's"
              + " fields");
    }
  }

  private static Settings model(LaunchPlan plan, Folders folders) {
    RunSpec.MethodSpec m = plan.spec().method();
    Settings s =
        new Settings()
            .put("base_model", Models.path(plan, folders))
            .put("attn_implementation", Trl.attention(plan));
    if (m.type().equals("full")) {
      return s;
    }
    boolean all = plan.chosen().targets().isEmpty();
    return s.put("adapter", m.quantization().startsWith("nf4") ? "qlora" : "lora")
        .putIf(m.quantization().startsWith("nf4"), "load_in_4bit", true)
        .putIf(m.quantization().equals("int8"), "load_in_8bit", true)
        .putIf(
            m.quantization().equals("nf4"),
            "bnb_config_kwargs",
            Map.of("bnb_4bit_use_double_quant", false))
        .putIf(m.quantization().equals("gptq4"), "gptq", true)
        .put("lora_r", m.rank())
        .put("lora_alpha", Math.round(plan.spec().launch().alpha()))
        .put("lora_dropout", m.dropout())
        .putIf(all, "lora_target_linear", true)
        .putIf(!all, "lora_target_modules", plan.chosen().targets())
        .putIf(!m.modulesToSave().isEmpty(), "lora_modules_to_save", m.modulesToSave())
        .putIf(m.dora(), "peft_use_dora", true)
        .putIf(plan.spec().launch().rslora(), "peft_use_rslora", true);
  }

  private static Settings data(LaunchPlan plan, TrainFiles data, Folders folders) {
    RunSpec.TrainingSpec t = plan.spec().training();
    boolean sequential = t.packingStrategy().orElse("").equals("sequential");
    boolean chat = data.format().equals("chat");
    return new Settings()
        .put("datasets", List.of(set(data, data.train())))
        .putIf(!data.eval().isEmpty(), "test_datasets", List.of(set(data, data.eval())))
        .putIf(data.eval().isEmpty(), "val_set_size", 0)
        .putIf(chat && data.chatTemplate().isEmpty(), "chat_template", "tokenizer_default")
        .putIf(chat && data.chatTemplate().isPresent(), "chat_template", "jinja")
        .put("chat_template_jinja", data.chatTemplate().filter(_ -> chat))
        .putIf(!chat, "train_on_inputs", !data.answersOnly())
        .put("dataset_prepared_path", folders.cache() + "/axolotl")
        .put("sequence_len", t.sequenceLength())
        .put("sample_packing", t.packing())
        .putIf(t.packing() && sequential, "sample_packing_sequentially", true)
        .putIf(t.packing(), "pad_to_sequence_len", true);
  }

  private static Map<String, Object> set(TrainFiles data, List<String> files) {
    Settings s =
        new Settings()
            .put("path", data.builder())
            .put("data_files", TrainFiles.oneOrAll(files))
            .put("split", "train");
    switch (data.format()) {
      case "chat" -> {
        s.put("type", "chat_template")
            .put("field_messages", data.field("messages"))
            .put(
                "message_property_mappings",
                new Settings()
                    .put("role", data.field("role"))
                    .put("content", data.field("content"))
                    .tree())
            .put(
                "roles_to_train",
                data.answersOnly()
                    ? List.of("assistant")
                    : List.of("system", "user", "assistant", "tool"));
        Map<String, List<String>> roles = new java.util.TreeMap<>();
        data.roles()
            .forEach((theirs, usual) ->
                roles.computeIfAbsent(usual, u -> new ArrayList<>(List.of(u))).add(theirs));
        s.putIf(!roles.isEmpty(), "roles", roles);
      }
      case "alpaca" -> s.put("type", "alpaca");
      case "completion" ->
          s.put(
              "type",
              new Settings()
                  .put("field_instruction", data.field("prompt"))
                  .put("field_output", data.field("completion"))
                  .put("format", "{instruction}")
                  .put("no_input_format", "{instruction}")
                  .tree());
      default -> s.put("type", "completion").put("field", data.field("text"));
    }
    return s.tree();
  }

  private static Settings training(LaunchPlan plan, Folders folders) {
    RunSpec.TrainingSpec t = plan.spec().training();
    LaunchSpec.Tuning how = plan.spec().launch().tuning();
    Chosen c = plan.chosen();
    boolean shards = Sharding.fsdp(plan);
    boolean recomputes = HfArguments.recomputes(plan);
    Object checkpointing = c.checkpointing().equals("offload") ? "offload" : (Object) recomputes;
    return new Settings()
        .put("micro_batch_size", c.microBatch())
        .put("gradient_accumulation_steps", c.accumulation())
        .put("num_epochs", t.epochs())
        .put("optimizer", t.optimizer())
        .put("learning_rate", how.learningRate())
        .put("lr_scheduler", HfArguments.scheduler(how))
        .put("warmup_steps", HfArguments.warmup(plan))
        .put("weight_decay", how.weightDecay())
        .put("max_grad_norm", how.clip())
        .put("bf16", !t.precision().equals("fp16"))
        .putIf(t.precision().equals("fp16"), "fp16", true)
        .putIf(t.precision().equals("fp8"), "fp8", true)
        .put("gradient_checkpointing", shards ? false : checkpointing)
        .putIf(
            recomputes && !shards && !checkpointing.equals("offload"),
            "gradient_checkpointing_kwargs",
            Map.of("use_reentrant", false))
        .putIf(shards, "fsdp_version", 2)
        .putIf(shards, "fsdp_config", fsdp(t, recomputes))
        .putIf(Sharding.deepSpeed(plan), "deepspeed", folders.config() + "/" + Sharding.DEEPSPEED)
        .put("output_dir", folders.output())
        .put("logging_steps", how.loggingSteps())
        .put("save_steps", plan.saveSteps())
        .put("save_total_limit", how.keep())
        .put("auto_resume_from_checkpoints", true)
        .put(
            "dynamic_checkpoint",
            new Settings()
                .put("enabled", true)
                .put("check_interval", LOOKS)
                .put("trigger_file_path", TRIGGER)
                .tree())
        .put("seed", how.seed());
  }

  private static Map<String, Object> fsdp(RunSpec.TrainingSpec t, boolean recomputes) {
    return new Settings()
        .put("offload_params", t.offloadParameters())
        .put("cpu_ram_efficient_loading", true)
        .put("auto_wrap_policy", "TRANSFORMER_BASED_WRAP")
        .put("state_dict_type", "SHARDED_STATE_DICT")
        .put("reshard_after_forward", true)
        .put("activation_checkpointing", recomputes)
        .tree();
  }
}
