package dev.tuneplan.launch;

import dev.tuneplan.base.Problems;
import dev.tuneplan.spec.LaunchSpec;
import dev.tuneplan.spec.RunSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * torchtune's recipes (0.6.1: recipes/*.py and configs, read 2026-11-25). The project has ended;
 * this is for those who use it.
 */
final class Torchtune implements TrainerAdapter {
  private static final String FILE = "torchtune.yaml";
  private static final String SCRIPT = "torchtune.sh";
  private static final Set<String> ATTENTION = Set.of("q_proj", "k_proj", "v_proj", "o_proj");
  private static final Set<String> MLP = Set.of("gate_proj", "up_proj", "down_proj");

  /**
   * The names of the weights' files are known where the weights are. A folder without recipe state
   * is a beginning; torchtune saves at the ends of epochs only.
   */
  private static final String TEXT =
      """
      # Fetches the model when it is not there, names its files, and goes on where a run was ended.
      set -eu
      model=$1 folder=$2 output=$3
      shift 3
      if [ ! -e "$folder/config.json" ]; then tune download "$model" --output-dir "$folder"; fi
      files=$(cd "$folder" && ls *.safetensors | tr '\\n' ',')
      resume=False
      if [ -e "$output/recipe_state/recipe_state.pt" ]; then resume=True; fi
      exec tune run "$@" "checkpointer.checkpoint_files=[${files%,}]" "resume_from_checkpoint=$resume"
      """;

  @Override
  public String name() {
    return "torchtune";
  }

  @Override
  public TrainerLaunch render(LaunchPlan plan, Folders folders) {
    Problems problems = new Problems();
    TrainFiles data = TrainFiles.of(plan, folders, problems);
    Optional<TorchtuneModel> model = TorchtuneModel.of(plan.spec().model());
    check(plan, data, problems);
    if (model.isEmpty()) {
      problems.add(
          plan.spec().places().model(),
          "model",
          "torchtune 0.6.1 has no model of this name; take trl, axolotl or llamafactory");
    } else if (quantised(plan) && !model.get().quantised()) {
      fault(plan, problems, "method.type", "torchtune 0.6.1 has no qlora of this model; take lora");
    }
    problems.throwIfAny();
    TorchtuneModel known = model.orElseThrow();
    Map<String, String> files = new LinkedHashMap<>();
    files.put(FILE, config(plan, folders, known, data).yaml(plan));
    files.put(SCRIPT, TEXT);
    return new TrainerLaunch(
        name(),
        command(plan, folders),
        Map.of(),
        files,
        new TrainerLaunch.Needs(
            Needed.by(plan).packages().stream()
                .filter(p -> p.equals(Needed.BITSANDBYTES) && optimizer(plan).startsWith("bits"))
                .toList()),
        new TrainerLaunch.Progress.JsonLines(folders.output() + "/logs/log.jsonl", "step", ""),
        new TrainerLaunch.Resume.Automatic(),
        new TrainerLaunch.Trigger.None(),
        new TrainerLaunch.Done.Exists(folders.output() + "/epoch_" + (epochs(plan) - 1)),
        List.of("torchtune saves at the ends of epochs: a lost machine costs up to one epoch"));
  }

  private static List<String> command(LaunchPlan plan, Folders folders) {
    Chosen c = plan.chosen();
    boolean full = plan.spec().method().type().equals("full");
    String recipe =
        (full ? "full" : "lora") + "_finetune_" + (c.gpus() == 1 ? "single_device" : "distributed");
    List<String> words =
        new ArrayList<>(
            List.of(
                "sh",
                folders.config() + "/" + SCRIPT,
                plan.spec().model(),
                folder(plan, folders),
                folders.output()));
    if (c.gpus() > 1) {
      words.add("--nproc-per-node=" + c.gpusPerNode());
    }
    words.addAll(List.of(recipe, "--config", folders.config() + "/" + FILE));
    return words;
  }

  private static String folder(LaunchPlan plan, Folders folders) {
    String path = Models.path(plan, folders);
    return path.startsWith("/") ? path : folders.cache() + "/models/" + path.replace("/", "--");
  }

  private static boolean quantised(LaunchPlan plan) {
    return plan.spec().method().quantization().startsWith("nf4");
  }

  private static int epochs(LaunchPlan plan) {
    return (int) Math.ceil(plan.spec().training().epochs());
  }

  private static void fault(LaunchPlan plan, Problems problems, String subject, String rule) {
    HfArguments.fault(plan, problems, subject, rule);
  }

  private static void check(LaunchPlan plan, TrainFiles data, Problems problems) {
    RunSpec.TrainingSpec t = plan.spec().training();
    RunSpec.MethodSpec m = plan.spec().method();
    if (t.epochs() != Math.rint(t.epochs())) {
      fault(plan, problems, "training.epochs", "torchtune counts whole epochs");
    }
    if (!plan.spec().launch().tuning().scheduler().equals("cosine")) {
      fault(plan, problems, "training.scheduler", "torchtune has cosine only");
    }
    if (!t.precision().equals("bf16")) {
      fault(plan, problems, "training.precision", "torchtune has bf16 only");
    }
    if (plan.chosen().gpus() > 1 && !Sharding.fsdp(plan)) {
      fault(
          plan,
          problems,
          "training.parallelism",
          "torchtune shards with FSDP on several GPUs; plan with training.parallelism: fsdp");
    }
    if (!t.packingStrategy().orElse("sequential").equals("sequential")) {
      fault(plan, problems, "training.packingStrategy", "torchtune packs one after the other");
    }
    if (optimizer(plan).isEmpty()) {
      fault(
          plan,
          problems,
          "training.optimizer",
          "is not at hand in torchtune; take adamw_torch, adamw_8bit, paged_adamw_8bit or sgd");
    }
    if (List.of("int8", "gptq4").contains(m.quantization())) {
      fault(plan, problems, "method.quantization", "torchtune has nf4 only");
    }
    if (plan.spec().launch().rslora() || !m.modulesToSave().isEmpty()) {
      fault(plan, problems, "method", "torchtune has neither rslora nor modulesToSave");
    }
    List<String> targets = plan.chosen().targets();
    long mlp = targets.stream().filter(MLP::contains).count();
    boolean others = targets.stream().anyMatch(n -> !MLP.contains(n) && !ATTENTION.contains(n));
    if (others || (mlp != 0 && mlp != MLP.size())) {
      fault(
          plan,
          problems,
          "method.targets",
          "torchtune puts adapters on matrices of attention by name, and on all of the MLP or"
              + " none");
    }
    if (data.chatTemplate().isPresent() || !data.roles().isEmpty()) {
      fault(plan, problems, "data", "torchtune has neither chatTemplate nor roles of one's own");
    }
  }

  private static String optimizer(LaunchPlan plan) {
    return switch (plan.spec().training().optimizer()) {
      case "adamw_torch", "adamw_torch_fused" -> "torch.optim.AdamW";
      case "adamw_8bit", "adamw_bnb_8bit" -> "bitsandbytes.optim.AdamW8bit";
      case "paged_adamw_8bit" -> "bitsandbytes.optim.PagedAdamW8bit";
      case "sgd" -> "torch.optim.SGD";
      default -> "";
    };
  }

  private static Settings config(
      LaunchPlan plan, Folders folders, TorchtuneModel model, TrainFiles data) {
    RunSpec.TrainingSpec t = plan.spec().training();
    LaunchSpec.Tuning how = plan.spec().launch().tuning();
    Chosen c = plan.chosen();
    String folder = folder(plan, folders);
    boolean full = plan.spec().method().type().equals("full");
    return new Settings()
        .put("output_dir", folders.output())
        .put("model", model(plan, model))
        .put(
            "tokenizer",
            new Settings()
                .put("_component_", "torchtune.models." + model.tokenizer())
                .put("path", folder + "/" + model.vocabulary())
                .putIf(model.merges(), "merges_file", folder + "/merges.txt")
                .put("max_seq_len", t.sequenceLength())
                .tree())
        .put(
            "checkpointer",
            new Settings()
                .put("_component_", "torchtune.training.FullModelHFCheckpointer")
                .put("checkpoint_dir", folder)
                .put("checkpoint_files", List.of())
                .put("output_dir", folders.output())
                .put("model_type", model.type())
                .tree())
        .put("resume_from_checkpoint", false)
        .putIf(!full, "save_adapter_weights_only", false)
        .put("dataset", data(data, t.packing()))
        .put("seed", how.seed())
        .put("shuffle", true)
        .put("batch_size", c.microBatch())
        .put("gradient_accumulation_steps", c.accumulation())
        .put("epochs", epochs(plan))
        .put(
            "optimizer",
            new Settings()
                .put("_component_", optimizer(plan))
                .putIf(optimizer(plan).equals("torch.optim.AdamW"), "fused", true)
                .put("lr", how.learningRate())
                .put("weight_decay", how.weightDecay())
                .tree())
        .put(
            "lr_scheduler",
            new Settings()
                .put(
                    "_component_",
                    "torchtune.training.lr_schedulers.get_cosine_schedule_with_warmup")
                .put("num_warmup_steps", HfArguments.warmup(plan))
                .tree())
        .put("loss", Map.of("_component_", "torchtune.modules.loss.CEWithChunkedOutputLoss"))
        .put("clip_grad_norm", how.clip())
        .put("compile", plan.spec().trainer().toLowerCase(Locale.ROOT).endsWith("compile"))
        .putIf(full, "optimizer_in_bwd", false)
        .put("device", "cuda")
        .put("dtype", "bf16")
        .put("enable_activation_checkpointing", HfArguments.recomputes(plan))
        .put("enable_activation_offloading", c.checkpointing().equals("offload"))
        .putIf(c.gpus() > 1, "fsdp_cpu_offload", t.offloadParameters())
        .putNothing("max_steps_per_epoch")
        .put("log_every_n_steps", how.loggingSteps())
        .put("log_peak_memory_stats", true)
        .put(
            "metric_logger",
            new Settings()
                .put("_component_", "torchtune.training.metric_logging.DiskLogger")
                .put("log_dir", folders.output() + "/logs")
                .put("output_fmt", "jsonl")
                .put("filename", "log.jsonl")
                .tree())
        .put(
            "profiler",
            new Settings()
                .put("_component_", "torchtune.training.setup_torch_profiler")
                .put("enabled", false)
                .tree());
  }

  private static Map<String, Object> model(LaunchPlan plan, TorchtuneModel model) {
    RunSpec.MethodSpec m = plan.spec().method();
    if (m.type().equals("full")) {
      return Map.of("_component_", model.builder(""));
    }
    List<String> targets = plan.chosen().targets();
    List<String> attention =
        (targets.isEmpty() ? List.of("q_proj", "k_proj", "v_proj", "o_proj") : targets)
            .stream()
                .filter(ATTENTION::contains)
                .map(n -> n.equals("o_proj") ? "output_proj" : n)
                .toList();
    return new Settings()
        .put("_component_", model.builder(quantised(plan) ? "qlora_" : "lora_"))
        .put("lora_attn_modules", attention)
        .put("apply_lora_to_mlp", targets.isEmpty() || targets.stream().anyMatch(MLP::contains))
        .put("lora_rank", m.rank())
        .put("lora_alpha", Math.round(plan.spec().launch().alpha()))
        .put("lora_dropout", m.dropout())
        .putIf(m.dora(), "use_dora", true)
        .tree();
  }

  private static Map<String, Object> data(TrainFiles data, boolean packed) {
    Settings s = new Settings();
    String component =
        switch (data.format()) {
          case "chat" -> "chat_dataset";
          case "text" -> "text_completion_dataset";
          case "alpaca" -> "alpaca_dataset";
          default -> "instruct_dataset";
        };
    s.put("_component_", "torchtune.datasets." + component)
        .put("source", data.builder())
        .put("data_files", TrainFiles.oneOrAll(data.train()))
        .put("split", "train");
    switch (data.format()) {
      case "chat" ->
          s.put("conversation_column", data.field("messages")).put("conversation_style", "openai");
      case "text" -> s.put("column", data.field("text"));
      case "alpaca" ->
          s.put(
              "column_map",
              new Settings()
                  .put("instruction", data.field("instruction"))
                  .put("input", data.field("input"))
                  .put("output", data.field("output"))
                  .tree());
      default ->
          s.put(
              "column_map",
              new Settings()
                  .put("input", data.field("prompt"))
                  .put("output", data.field("completion"))
                  .tree());
    }
    return s.putIf(!data.format().equals("text"), "train_on_input", !data.answersOnly())
        .put("packed", packed)
        .tree();
  }
}
