package dev.tuneplan.trainer;

import dev.tuneplan.files.Node;
import dev.tuneplan.trainer.TrainerData.Dataset;
import dev.tuneplan.trainer.TrainerData.Format;
import dev.tuneplan.trainer.TrainerData.Layout;
import dev.tuneplan.trainer.TrainerData.Loss;
import dev.tuneplan.trainer.TrainerData.Packing;
import dev.tuneplan.trainer.TrainerData.TooLong;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keys of torchtune's recipes (0.6.1 recipes/lora_finetune_*.py, full_finetune_*.py,
 * recipes/configs, torchtune/models/*&#47;_model_builders.py, torchtune/datasets, read 2026-11-25).
 */
final class Torchtune {
  private static final String BUILDER = "model._component_";

  /** Builders of torchtune.models and the checkpoints that they are made for. */
  private static final Map<String, String> MODELS =
      Map.ofEntries(
          Map.entry("llama2_7b", "meta-llama/Llama-2-7b-hf"),
          Map.entry("llama2_13b", "meta-llama/Llama-2-13b-hf"),
          Map.entry("llama2_70b", "meta-llama/Llama-2-70b-hf"),
          Map.entry("code_llama2_7b", "codellama/CodeLlama-7b-hf"),
          Map.entry("code_llama2_13b", "codellama/CodeLlama-13b-hf"),
          Map.entry("code_llama2_70b", "codellama/CodeLlama-70b-hf"),
          Map.entry("llama3_8b", "meta-llama/Meta-Llama-3-8B"),
          Map.entry("llama3_70b", "meta-llama/Meta-Llama-3-70B"),
          Map.entry("llama3_1_8b", "meta-llama/Llama-3.1-8B"),
          Map.entry("llama3_1_70b", "meta-llama/Llama-3.1-70B"),
          Map.entry("llama3_1_405b", "meta-llama/Llama-3.1-405B"),
          Map.entry("llama3_2_1b", "meta-llama/Llama-3.2-1B"),
          Map.entry("llama3_2_3b", "meta-llama/Llama-3.2-3B"),
          Map.entry("llama3_3_70b", "meta-llama/Llama-3.3-70B-Instruct"),
          Map.entry("mistral_7b", "mistralai/Mistral-7B-v0.1"),
          Map.entry("phi3_mini", "microsoft/Phi-3-mini-4k-instruct"),
          Map.entry("phi4_14b", "microsoft/phi-4"),
          Map.entry("qwen2_5_0_5b", "Qwen/Qwen2.5-0.5B"),
          Map.entry("qwen2_5_1_5b", "Qwen/Qwen2.5-1.5B"),
          Map.entry("qwen2_5_3b", "Qwen/Qwen2.5-3B"),
          Map.entry("qwen2_5_7b", "Qwen/Qwen2.5-7B"),
          Map.entry("qwen2_5_14b", "Qwen/Qwen2.5-14B"),
          Map.entry("qwen2_5_32b", "Qwen/Qwen2.5-32B"),
          Map.entry("qwen2_5_72b", "Qwen/Qwen2.5-72B"),
          Map.entry("gemma_2b", "google/gemma-2b"),
          Map.entry("gemma_7b", "google/gemma-7b"),
          Map.entry("gemma2_2b", "google/gemma-2-2b"),
          Map.entry("gemma2_9b", "google/gemma-2-9b"),
          Map.entry("gemma2_27b", "google/gemma-2-27b"));

  private final Reading f;
  private final Beside beside;

  private Torchtune(Reading f, Beside beside) {
    this.f = f;
    this.beside = beside;
  }

  /** Reads the file; what is said of its data comes back. */
  static TrainerData read(Reading f, Beside beside) {
    return new Torchtune(f, beside).read();
  }

  private TrainerData read() {
    method();
    length();
    f.flag("dataset.packed", "training.packing", false);
    f.whole("batch_size", HfArguments.MICRO, 1, 100_000, "1");
    f.whole("gradient_accumulation_steps", TrainerConfig.ACCUMULATION, 1, 1_000_000, "1");
    epochs();
    optimizer();
    checkpointing();
    precision();
    sharding();
    if (f.on("compile")) {
      f.use("compile", "trainer", "torchtune-compile");
    } else {
      f.noteIfThere("compile", "not compiled");
    }
    f.notModelled("custom_sharded_layers", "layers sharded on their own");
    f.notModelled("tensor_parallel_dim", Unmodelled.TENSOR);
    f.notModelled("context_parallel_dim", Unmodelled.CONTEXT);
    f.notModelled("data_parallel_replicate_dim", Unmodelled.HYBRID);
    f.notModelled("quantizer", "quantisation-aware training: slower than here");
    f.notModelled("teacher_model", "distillation runs a second model");
    f.notModelled("ref_checkpointer", Unmodelled.PREFERENCE);
    f.notModelled("optimizer_in_bwd", optimizerInBackward());
    return data();
  }

  private String optimizerInBackward() {
    return "gradients that are freed as they are made; the estimate has that for one GPU and a"
        + " paged optimizer";
  }

  private void method() {
    String component = f.text(BUILDER).orElse("");
    String builder = component.substring(component.lastIndexOf('.') + 1);
    boolean quantised = builder.startsWith("qlora_");
    boolean adapter = quantised || builder.startsWith("lora_");
    String name = builder.replaceFirst("^q?lora_", "").replaceFirst("_(base|instruct)$", "");
    if (!component.isEmpty()) {
      f.use(BUILDER, "model", MODELS.getOrDefault(name, name));
    }
    String type = quantised ? "qlora" : adapter ? "lora" : "full";
    f.out().set("method.type", f.place(BUILDER), type);
    f.out().used(BUILDER, f.place(BUILDER), "method.type = " + type);
    if (!adapter) {
      return;
    }
    if (quantised) {
      // NF4Tensor of torchao quantises its scales too
      f.out().set("method.quantization", f.place(BUILDER), "nf4-dq");
    }
    f.whole("model.lora_rank", "method.rank", 1, 65_536, "8");
    f.number("model.lora_alpha", "method.alpha", 0.001, 1e6);
    f.number("model.lora_dropout", "method.dropout", 0, 0.99);
    f.flagIfThere("model.use_dora", "method.dora");
    targets();
  }

  /** torchtune calls the attention's output output_proj, and the head output. */
  private void targets() {
    String key = "model.lora_attn_modules";
    List<String> names =
        new ArrayList<>(
            f.texts(key).stream().map(n -> n.equals("output_proj") ? "o_proj" : n).toList());
    if (f.on("model.apply_lora_to_mlp")) {
      names.addAll(List.of("gate_proj", "up_proj", "down_proj"));
    }
    if (f.on("model.apply_lora_to_output")) {
      names.add("lm_head");
    }
    f.noteIfThere("model.apply_lora_to_mlp", "method.targets");
    f.noteIfThere("model.apply_lora_to_output", "method.targets");
    if (f.text(BUILDER).filter(b -> b.contains("phi")).isPresent()) {
      fuse(key, names);
    }
    if (names.isEmpty()) {
      f.fault(key, "must name at least one of q_proj, k_proj, v_proj, output_proj");
    } else {
      f.use(key, "method.targets", names);
    }
  }

  /** Checkpoints of Phi hold fused matrices, of which torchtune makes several. */
  private void fuse(String key, List<String> names) {
    List<String> fused =
        names.stream()
            .map(n ->
                switch (n) {
                  case "q_proj", "k_proj", "v_proj" -> "qkv_proj";
                  case "gate_proj", "up_proj" -> "gate_up_proj";
                  default -> n;
                })
            .distinct()
            .toList();
    if (!fused.equals(names)) {
      f.warn(key, "adapters are counted on Phi's fused matrices: " + String.join(", ", fused));
      names.clear();
      names.addAll(fused);
    }
  }

  /** Without a longest length, examples are as long as they are. */
  private void length() {
    String key = "tokenizer.max_seq_len";
    OptionalLong length = f.whole(key, 1, 10_000_000);
    if (length.isPresent()) {
      f.use(key, "training.sequenceLength", Long.toString(length.getAsLong()));
    } else if (!f.has(key)) {
      f.out()
          .filled(
              key,
              "training.sequenceLength = 2048",
              "tuneplan's own; " + f.known().version() + " cuts nothing where it is null");
      f.out().set("training.sequenceLength", f.place(), "2048");
    }
  }

  private void epochs() {
    OptionalLong steps = f.whole("max_steps_per_epoch", 1, 1_000_000_000);
    double epochs = f.number("epochs", 0.001, 10_000).orElse(1);
    if (steps.isPresent()) {
      long all = Math.round(steps.getAsLong() * epochs);
      f.out().set(TrainerConfig.MAX_STEPS, f.place("max_steps_per_epoch"), Long.toString(all));
      f.note("max_steps_per_epoch", "at most " + all + " optimizer steps in all");
      f.noteIfThere("epochs", "max_steps_per_epoch goes before it");
    } else if (f.has("epochs")) {
      f.use("epochs", "training.epochs", Numbers.plain(epochs));
    } else {
      f.out().filled("epochs", "training.epochs = 1", "tuneplan's own; torchtune requires it");
      f.out().set("training.epochs", f.place(), "1");
    }
  }

  private void optimizer() {
    String key = "optimizer._component_";
    if (!f.has(key)) {
      f.out().filled(key, "training.optimizer = adamw_torch_fused", "tuneplan's own; required");
      f.out().set("training.optimizer", f.place(), "adamw_torch_fused");
      return;
    }
    String given = f.text(key).orElse("");
    boolean fused = f.on("optimizer.fused");
    f.noteIfThere("optimizer.fused", "the fused kernel = " + fused);
    String name = Optimizers.named(f, key, given);
    f.use(
        key,
        "training.optimizer",
        fused && name.equals("adamw_torch") ? "adamw_torch_fused" : name);
  }

  private void checkpointing() {
    String on = "enable_activation_checkpointing";
    String away = "enable_activation_offloading";
    boolean some = f.text("ac_mode").filter("selective"::equals).isPresent();
    boolean checkpointed = f.on(on);
    boolean offload = checkpointed && f.on(away);
    String kind = offload ? "offload" : some ? "selective" : checkpointed ? "full" : "none";
    if (f.has(on)) {
      f.use(on, HfArguments.CHECKPOINTING, kind);
    } else {
      f.out().filled(on, HfArguments.CHECKPOINTING + " = " + kind, "torchtune 0.6.1 recipes, off");
      f.out().set(HfArguments.CHECKPOINTING, f.place(), kind);
    }
    f.noteIfThere(away, offload ? "training.checkpointing = offload" : "nothing is offloaded");
    f.noteIfThere("ac_mode", HfArguments.CHECKPOINTING + " = " + kind);
    f.noteIfThere("ac_option", HfArguments.CHECKPOINTING + " = " + kind);
  }

  private void precision() {
    Optional<String> type = f.word("dtype", List.of("bf16", "fp16", "fp32"));
    f.noteIfThere("dtype", "precision");
    switch (type.orElse("bf16")) {
      case "fp32" -> f.warn("dtype", "training in 32 bits is not modelled; counted as bf16");
      case "fp16" -> f.out().set(Precision.SPEC, f.place("dtype"), "fp16");
      default -> f.out().set(Precision.SPEC, f.place(), "bf16");
    }
  }

  private void sharding() {
    if (f.on("fsdp_cpu_offload")) {
      f.out().set("training.offloadOptimizer", f.place("fsdp_cpu_offload"), "true");
      f.use("fsdp_cpu_offload", "training.offloadParameters", "true");
    }
    f.noteIfThere("fsdp_cpu_offload", "nothing is offloaded");
    Optional<Boolean> reshard = f.flag("fsdp_reshard_after_forward");
    reshard.ifPresent(
        again -> Spread.scheme(f, "fsdp_reshard_after_forward", again ? "fsdp" : "zero2"));
  }

  // ---- data ----

  private TrainerData data() {
    List<Dataset> sets = new ArrayList<>();
    if (f.below("dataset").orElse(null) instanceof Node.Sequence all) {
      for (int i = 0; i < all.items().size(); i++) {
        sets.add(set("dataset[" + i + "]."));
      }
    } else if (f.mentions("dataset")) {
      sets.add(set("dataset."));
    }
    boolean packed = f.on("dataset.packed");
    String tokenizer = "tokenizer.path";
    f.noteIfThere(tokenizer, "data: the tokenizer");
    Packing way = packed ? Packing.SEQUENTIAL : Packing.NONE;
    return new TrainerData(
        sets,
        List.of(),
        0,
        Optional.empty(),
        f.text(tokenizer),
        loss(sets),
        new Layout(way, way, TooLong.CUT, false, OptionalLong.empty(), OptionalLong.empty()),
        OptionalLong.empty());
  }

  private Loss loss(List<Dataset> sets) {
    String key = "dataset.train_on_input";
    f.noteIfThere(key, "data: which tokens carry loss");
    boolean texts = !sets.isEmpty() && sets.stream().allMatch(d -> d.format() == Format.TEXT);
    // alpaca_dataset trains on its input, the other builders do not
    boolean alpaca = sets.stream().anyMatch(d -> d.strategy().startsWith("alpaca"));
    boolean chat = sets.stream().anyMatch(d -> d.format() == Format.CHAT);
    boolean all = f.flag(key).orElse(alpaca) || texts;
    return all ? Loss.ALL : chat ? Loss.ASSISTANT : Loss.COMPLETION;
  }

  private Dataset set(String prefix) {
    String component = f.text(prefix + "_component_").orElse("");
    String builder = component.substring(component.lastIndexOf('.') + 1);
    String source = f.text(prefix + "source").orElse("");
    List<String> files = f.has(prefix + "data_files") ? f.texts(prefix + "data_files") : List.of();
    Map<String, String> fields = new LinkedHashMap<>();
    f.text(prefix + "conversation_column").ifPresent(c -> fields.put("messages", c));
    f.text(prefix + "column").ifPresent(c -> fields.put("text", c));
    for (String field : List.of("input", "output", "instruction")) {
      f.text(prefix + "column_map." + field).ifPresent(c -> fields.put(field, c));
      f.noteIfThere(prefix + "column_map." + field, "data: the field of " + field);
    }
    for (String key :
        List.of(
            "_component_",
            "source",
            "data_files",
            "conversation_column",
            "conversation_style",
            "column",
            "split")) {
      f.noteIfThere(prefix + key, "data");
    }
    Format format =
        builder.startsWith("chat")
            ? Format.CHAT
            : builder.startsWith("text_completion")
                ? Format.TEXT
                : builder.startsWith("alpaca") || builder.startsWith("instruct")
                    ? Format.ALPACA
                    : builder.startsWith("preference") ? Format.PREFERENCE : Format.UNKNOWN;
    String named = source.isEmpty() ? builder : source;
    return new Dataset(
        named,
        DataFiles.of(beside, source, files, f.place(prefix + "source")),
        format,
        builder,
        fields,
        Optional.empty(),
        f.text(prefix + "split"),
        f.place(prefix + "_component_"));
  }
}
