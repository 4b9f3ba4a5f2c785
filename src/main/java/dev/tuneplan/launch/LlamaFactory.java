package dev.tuneplan.launch;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.spec.RunSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** LLaMA-Factory (0.9.5: hparams/*.py, data/parser.py, launcher.py, read 2026-11-25). */
final class LlamaFactory implements TrainerAdapter {
  private static final String FILE = "llamafactory.yaml";
  private static final String DATA = "dataset_info.json";

  /** Names of models and of the templates they were made with, the first that matches. */
  private static final List<Map.Entry<String, String>> TEMPLATES =
      List.of(
          Map.entry("llama-3", "llama3"),
          Map.entry("llama-2", "llama2"),
          Map.entry("qwen3", "qwen3"),
          Map.entry("qwen", "qwen"),
          Map.entry("mixtral", "mistral"),
          Map.entry("mistral", "mistral"),
          Map.entry("gemma-3", "gemma3"),
          Map.entry("gemma-2", "gemma2"),
          Map.entry("gemma", "gemma"),
          Map.entry("phi-4", "phi4"),
          Map.entry("phi-3", "phi"));

  @Override
  public String name() {
    return "llamafactory";
  }

  @Override
  public TrainerLaunch render(LaunchPlan plan, Folders folders) {
    Problems problems = new Problems();
    TrainFiles data = TrainFiles.of(plan, folders, problems);
    check(plan, data, folders, problems);
    problems.throwIfAny();
    Settings settings =
        model(plan, folders).putAll(data(plan, data, folders)).putAll(training(plan, folders));
    Map<String, String> files = new LinkedHashMap<>();
    files.put(FILE, settings.yaml(plan));
    files.put(DATA, JsonText.of(info(data)) + "\n");
    Sharding.files(plan, files);
    return new TrainerLaunch(
        name(),
        Torchrun.module(plan, "llamafactory.launcher", folders.config() + "/" + FILE),
        // its parser refuses anything but a launch by torchrun or its own program
        plan.chosen().gpus() == 1 ? Map.of() : Map.of("FORCE_TORCHRUN", "1"),
        files,
        Needed.by(plan),
        new TrainerLaunch.Progress.JsonLines(
            folders.output() + "/trainer_log.jsonl", "current_steps", "total_steps"),
        new TrainerLaunch.Resume.Automatic(),
        new TrainerLaunch.Trigger.None(),
        new TrainerLaunch.Done.TrainerState(folders.output(), plan.forecast().steps()),
        HfArguments.notes(plan, name()));
  }

  private static void check(LaunchPlan plan, TrainFiles data, Folders folders, Problems problems) {
    RunSpec.TrainingSpec t = plan.spec().training();
    if (plan.chosen().checkpointing().equals("offload")) {
      HfArguments.fault(
          plan,
          problems,
          "training.checkpointing",
          "llamafactory does not offload activations; plan with training.checkpointing: full");
    }
    if (!t.packingStrategy().orElse("knapsack").equals("knapsack")) {
      HfArguments.fault(
          plan, problems, "training.packingStrategy", "llamafactory packs by knapsack");
    }
    if (data.chatTemplate().isPresent()) {
      HfArguments.fault(
          plan,
          problems,
          "data.chatTemplate",
          "llamafactory takes templates by name or the tokenizer's own; put it into the tokenizer");
    }
    if (t.precision().equals("fp8") && !plan.spec().method().quantization().equals("none")) {
      HfArguments.fault(
          plan, problems, "training.precision", "llamafactory has no fp8 with quantised weights");
    }
    for (String path : List.of(Models.path(plan, folders), folders.config(), folders.output())) {
      if (path.contains(" ")) {
        HfArguments.fault(plan, problems, path, "llamafactory splits paths at blanks; rename it");
      }
    }
  }

  private static Settings model(LaunchPlan plan, Folders folders) {
    RunSpec.MethodSpec m = plan.spec().method();
    String attention = plan.chosen().attention();
    boolean full = m.type().equals("full");
    Settings s =
        new Settings()
            .put("model_name_or_path", Models.path(plan, folders))
            .put("finetuning_type", full ? "full" : "lora")
            .put(
                "flash_attn",
                attention.equals("flash") ? "fa2" : attention.equals("sdpa") ? "sdpa" : "disabled")
            .put("disable_gradient_checkpointing", !HfArguments.recomputes(plan));
    plan.spec()
        .training()
        .stated()
        .fusedLoss()
        .ifPresent(fused -> s.put("enable_liger_kernel", fused));
    if (full) {
      return s;
    }
    List<String> targets = plan.chosen().targets();
    s.put("lora_rank", m.rank())
        .put("lora_alpha", Math.round(plan.spec().launch().alpha()))
        .put("lora_dropout", m.dropout())
        .put("lora_target", targets.isEmpty() ? "all" : String.join(",", targets))
        .putIf(
            !m.modulesToSave().isEmpty(), "additional_target", String.join(",", m.modulesToSave()))
        .putIf(m.dora(), "use_dora", true)
        .putIf(plan.spec().launch().rslora(), "use_rslora", true);
    if (m.quantization().startsWith("nf4") || m.quantization().equals("int8")) {
      s.put("quantization_bit", m.quantization().equals("int8") ? 8 : 4)
          .put("quantization_method", "bnb")
          .put("double_quantization", !m.quantization().equals("nf4"));
    }
    return s;
  }

  private static Settings data(LaunchPlan plan, TrainFiles data, Folders folders) {
    RunSpec.TrainingSpec t = plan.spec().training();
    boolean text = data.format().equals("text");
    return new Settings()
        .put("stage", text ? "pt" : "sft")
        .put("do_train", true)
        .put("dataset", String.join(",", names(data)))
        .put("dataset_dir", folders.config())
        .put("template", template(plan).filter(_ -> !text))
        .put("cutoff_len", t.sequenceLength())
        .put("packing", t.packing())
        .putIf(t.packing() && plan.chosen().attention().equals("flash"), "neat_packing", !text)
        .putIf(!text && !data.answersOnly(), "train_on_prompt", true);
  }

  /** Left out, LLaMA-Factory takes the tokenizer's own. */
  private static Optional<String> template(LaunchPlan plan) {
    String model = plan.spec().model().toLowerCase(Locale.ROOT);
    return TEMPLATES.stream()
        .filter(e -> model.contains(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static List<String> names(TrainFiles data) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < data.train().size(); i++) {
      names.add("train" + (i == 0 ? "" : "_" + (i + 1)));
    }
    return names;
  }

  /** The data sets by name, as data/parser.py reads them. */
  private static Map<String, Object> info(TrainFiles data) {
    Map<String, Object> sets = new LinkedHashMap<>();
    List<String> names = names(data);
    for (int i = 0; i < names.size(); i++) {
      sets.put(names.get(i), set(data, data.train().get(i)));
    }
    return sets;
  }

  private static Map<String, Object> set(TrainFiles data, String file) {
    Settings s = new Settings().put("file_name", file);
    switch (data.format()) {
      case "chat" -> {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("role_tag", data.field("role"));
        tags.put("content_tag", data.field("content"));
        tags.put("user_tag", role(data, "user"));
        tags.put("assistant_tag", role(data, "assistant"));
        tags.put("observation_tag", role(data, "tool"));
        tags.put("system_tag", role(data, "system"));
        s.put("formatting", "sharegpt")
            .put("columns", Map.of("messages", data.field("messages")))
            .put("tags", tags);
      }
      case "completion" ->
          s.put(
              "columns",
              new Settings()
                  .put("prompt", data.field("prompt"))
                  .put("response", data.field("completion"))
                  .tree());
      case "text" -> s.put("columns", Map.of("prompt", data.field("text")));
      default ->
          s.put(
              "columns",
              new Settings()
                  .put("prompt", data.field("instruction"))
                  .put("query", data.field("input"))
                  .put("response", data.field("output"))
                  .tree());
    }
    return s.tree();
  }

  /** The data's own word for a role. */
  private static String role(TrainFiles data, String usual) {
    return data.roles().entrySet().stream()
        .filter(e -> e.getValue().equals(usual))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(usual);
  }

  private static Settings training(LaunchPlan plan, Folders folders) {
    Settings s = HfArguments.of(plan, folders);
    // it recomputes by its own switch, and its own patch replaces Transformers' arguments
    s.tree().remove("gradient_checkpointing");
    s.tree().remove("gradient_checkpointing_kwargs");
    boolean muon = plan.spec().training().optimizer().equals("muon");
    return s.put("optim", muon ? "adamw_torch" : s.tree().getOrDefault("optim", "adamw_torch"))
        .putIf(muon, "use_muon", true)
        .putIf(plan.spec().training().precision().equals("fp8"), "fp8", true)
        .put("plot_loss", false);
  }
}
