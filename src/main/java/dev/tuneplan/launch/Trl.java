package dev.tuneplan.launch;

import dev.tuneplan.base.Problems;
import dev.tuneplan.spec.RunSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * TRL's SFT script (trl 1.16.0: scripts/sft.py, scripts/utils.py, trainer/sft_config.py,
 * trainer/model_config.py, read 2026-11-25). Since 1.16 the script hands resume_from_checkpoint on
 * to the Trainer; earlier ones read it and begin anew.
 */
final class Trl implements TrainerAdapter {
  private static final String FILE = "sft.yaml";

  @Override
  public String name() {
    return "trl";
  }

  @Override
  public TrainerLaunch render(LaunchPlan plan, Folders folders) {
    Problems problems = new Problems();
    TrainFiles data = TrainFiles.of(plan, folders, problems);
    check(plan, data, problems);
    problems.throwIfAny();
    Settings settings =
        model(plan, folders).putAll(data(plan, data)).putAll(HfArguments.of(plan, folders));
    settings.put("enable_jit_checkpoint", true);
    // its parser takes the words that Transformers has here for neither true nor false
    settings.put("include_num_input_tokens_seen", true);
    boolean offload = plan.chosen().checkpointing().equals("offload");
    settings.putIf(offload, "activation_offloading", true);
    plan.spec()
        .training()
        .stated()
        .fusedLoss()
        .ifPresent(fused -> settings.put("use_liger_kernel", fused));
    Map<String, String> files = new LinkedHashMap<>();
    files.put(FILE, settings.yaml(plan));
    Sharding.files(plan, files);
    List<String> notes = new ArrayList<>(HfArguments.notes(plan, name()));
    notes.add("resuming needs trl 1.16 or later: earlier scripts begin anew");
    return new TrainerLaunch(
        name(),
        Torchrun.module(plan, "trl.scripts.sft", "--config", folders.config() + "/" + FILE),
        Map.of(),
        files,
        Needed.by(plan),
        new TrainerLaunch.Progress.Callback(),
        new TrainerLaunch.Resume.Argument("--resume_from_checkpoint"),
        new TrainerLaunch.Trigger.Signal(),
        new TrainerLaunch.Done.TrainerState(folders.output(), plan.forecast().steps()),
        notes);
  }

  private static void check(LaunchPlan plan, TrainFiles data, Problems problems) {
    RunSpec.TrainingSpec t = plan.spec().training();
    HfArguments.check(plan, "trl", problems);
    if (t.precision().equals("fp8")) {
      HfArguments.fault(
          plan, problems, "training.precision", "trl has no fp8; axolotl and llamafactory have");
    }
    String strategy = t.packingStrategy().orElse("bfd");
    if (!List.of("bfd", "bfd_split", "wrapped").contains(strategy)) {
      HfArguments.fault(
          plan, problems, "training.packingStrategy", "trl packs by bfd, bfd_split or wrapped");
    }
    boolean renamed =
        !data.roles().isEmpty() || data.fields().keySet().stream().anyMatch(f -> !f.equals("text"));
    if (data.format().equals("alpaca") || renamed) {
      HfArguments.fault(
          plan,
          problems,
          "data.format",
          "trl takes rows with messages, with prompt and completion, or with a text, by these"
              + " names; rename the data's fields, or take axolotl or llamafactory");
    }
  }

  private static Settings model(LaunchPlan plan, Folders folders) {
    RunSpec.MethodSpec m = plan.spec().method();
    boolean whole = plan.spec().training().stated().weights().orElse("bf16").equals("fp32");
    boolean half = plan.spec().training().precision().equals("fp16");
    Settings s =
        new Settings()
            .put("model_name_or_path", Models.path(plan, folders))
            .put("dtype", whole ? "float32" : half ? "float16" : "bfloat16")
            .put("attn_implementation", attention(plan));
    if (m.type().equals("full")) {
      return s;
    }
    s.put("use_peft", true)
        .put("lora_r", m.rank())
        .put("lora_alpha", Math.round(plan.spec().launch().alpha()))
        .put("lora_dropout", m.dropout())
        .put("lora_target_modules", HfArguments.targets(plan))
        .putIf(!m.modulesToSave().isEmpty(), "lora_modules_to_save", m.modulesToSave())
        .putIf(m.dora(), "use_dora", true)
        .putIf(plan.spec().launch().rslora(), "use_rslora", true)
        .putIf(m.quantization().equals("int8"), "load_in_8bit", true);
    if (m.quantization().startsWith("nf4")) {
      s.put("load_in_4bit", true)
          .put("bnb_4bit_quant_type", "nf4")
          .put("use_bnb_nested_quant", m.quantization().equals("nf4-dq"))
          .putIf(
              Sharding.fsdp(plan) || Sharding.deepSpeed(plan),
              "bnb_4bit_quant_storage",
              "bfloat16");
    }
    return s;
  }

  static String attention(LaunchPlan plan) {
    String word = plan.chosen().attention();
    return word.equals("flash") ? "flash_attention_2" : word;
  }

  private static Settings data(LaunchPlan plan, TrainFiles data) {
    RunSpec.TrainingSpec t = plan.spec().training();
    List<Map<String, Object>> sets = new ArrayList<>();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("path", data.builder());
    one.put("data_files", TrainFiles.oneOrAll(data.train()));
    one.put("split", "train");
    sets.add(one);
    boolean chat = data.format().equals("chat");
    return new Settings()
        .put("datasets", sets)
        .putIf(data.fields().containsKey("text"), "dataset_text_field", data.field("text"))
        .put("chat_template_path", data.chatTemplate())
        .putIf(chat, "assistant_only_loss", data.answersOnly())
        .putIf(data.format().equals("completion"), "completion_only_loss", data.answersOnly())
        .put("max_length", t.sequenceLength())
        .put("packing", t.packing())
        .putIf(t.packing(), "packing_strategy", t.packingStrategy().orElse("bfd"));
  }
}
