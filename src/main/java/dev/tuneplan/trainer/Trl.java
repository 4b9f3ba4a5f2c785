package dev.tuneplan.trainer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keys of {@code trl sft}: SFTConfig, ModelConfig, ScriptArguments, DatasetMixtureConfig (trl
 * 1.16.0 trainer/sft_config.py, trainer/model_config.py, scripts/utils.py, read 2026-11-25), and
 * some that Unsloth's scripts have.
 */
final class Trl {
  private static final String LAUNCH =
      "an option of accelerate launch: put it into an accelerate config and name that with --from";
  private static final List<String> LAUNCHED =
      List.of(
          "use_deepspeed",
          "use_fsdp",
          "zero_stage",
          "offload_optimizer_device",
          "offload_param_device",
          "fsdp_offload_params",
          "fsdp_sharding_strategy",
          "dynamo_backend");

  private final Reading f;

  private Trl(Reading f) {
    this.f = f;
  }

  /** Reads the file; what is said of its data comes back. */
  static TrainerData read(Reading f, Beside beside) {
    Trl t = new Trl(f);
    t.model();
    t.method();
    t.length();
    HfArguments.read(f);
    t.checkpointing();
    Precision.read(f, true);
    HfArguments.attention(f, "attn_implementation");
    HfArguments.liger(f, "use_liger_kernel");
    Sharding.read(f, beside);
    f.whole("num_processes", 1, 100_000).ifPresent(n -> Launch.gpus(f, "num_processes", n));
    f.whole("num_machines", 1, 100_000)
        .ifPresent(n -> f.use("num_machines", "hardware.maxNodes", Long.toString(n)));
    for (String key : LAUNCHED) {
      f.notModelled(key, LAUNCH);
    }
    t.strangers();
    return TrlData.read(f, beside);
  }

  private void model() {
    f.text("model_name_or_path").ifPresent(m -> f.use("model_name_or_path", "model", m));
    boolean unsloth =
        f.on("use_unsloth")
            || f.text("use_gradient_checkpointing").filter("unsloth"::equals).isPresent();
    if (unsloth) {
      String key = f.has("use_unsloth") ? "use_unsloth" : "use_gradient_checkpointing";
      f.use(key, "trainer", "unsloth");
    }
  }

  private void method() {
    boolean adapter = f.on("use_peft");
    Quantised q = Quantised.bitsAndBytes(f, adapter, "use_peft: true");
    f.out()
        .set("method.type", f.has("use_peft") ? f.place("use_peft") : f.place(), q.type(adapter));
    if (f.has("use_peft")) {
      f.note("use_peft", "method.type = " + q.type(adapter));
    } else {
      f.fill("use_peft", "method.type = full");
    }
    if (adapter) {
      if (q.bits() == 4) {
        boolean twice = f.on("use_bnb_nested_quant");
        f.out().set("method.quantization", f.place("load_in_4bit"), twice ? "nf4-dq" : "nf4");
        if (f.has("use_bnb_nested_quant")) {
          f.note("use_bnb_nested_quant", "method.quantization = " + (twice ? "nf4-dq" : "nf4"));
        } else {
          f.fill("use_bnb_nested_quant", "method.quantization = nf4");
        }
        f.noteIfThere("bnb_4bit_quant_type", "4-bit codes, of either kind");
      }
      f.whole(f.has("r") ? "r" : "lora_r", "method.rank", 1, 65_536, "16");
      f.number("lora_alpha", "method.alpha", 0.001, 1e6);
      Lora.dropout(f, "0.05");
      f.flagIfThere("use_dora", "method.dora");
      f.flagIfThere("use_rslora", "method.rslora");
      Lora.saved(f, "lora_modules_to_save");
      f.notModelled("lora_target_parameters", "adapters on fused experts, which are not counted");
      Lora.targets(f, "lora_target_modules");
    }
    dtype(adapter, q.bits());
  }

  /** The weights' precision before training, which TRL takes as 32 bits where nothing is said. */
  private void dtype(boolean adapter, int bits) {
    String key = f.has("torch_dtype") && !f.has("dtype") ? "torch_dtype" : "dtype";
    Optional<String> given = f.text(key);
    String type = given.orElse("float32").toLowerCase(Locale.ROOT);
    boolean wide = type.equals("float32") || type.equals("fp32");
    if (!adapter) {
      String weights = wide ? "fp32" : "bf16";
      if (given.isPresent()) {
        f.use(key, "training.weights", weights);
      } else {
        f.fill("dtype", "training.weights", weights);
      }
    } else {
      if (given.isPresent()) {
        f.note(key, "weights as loaded");
      } else {
        f.fill("dtype", "frozen weights in 32 bits");
      }
      if (wide && bits == 16) {
        f.warn(
            key,
            "frozen weights are loaded in 32 bits"
                + (given.isPresent() ? "" : ", TRL's default")
                + ", twice what the estimate has: set dtype: bfloat16");
      }
    }
  }

  private void length() {
    String key = f.has("max_length") ? "max_length" : "max_seq_length";
    OptionalLong length = f.whole(key, 1, 10_000_000);
    if (length.isPresent()) {
      f.use(key, "training.sequenceLength", Long.toString(length.getAsLong()));
    } else if (f.keys().contains("max_length") && !f.has("max_length")) {
      f.warn("max_length", "null cuts nothing, so only the data tells the longest: give --seq");
    } else if (!f.has(key)) {
      f.fill("max_length", "training.sequenceLength", "1024");
    }
    f.flag("packing", "training.packing", false);
  }

  private void checkpointing() {
    String unsloth = "use_gradient_checkpointing";
    if (f.text(unsloth).filter("unsloth"::equals).isPresent()) {
      f.use(unsloth, HfArguments.CHECKPOINTING, "offload");
      return;
    }
    HfArguments.checkpointing(f, true);
    if (f.on("activation_offloading")) {
      f.use("activation_offloading", HfArguments.CHECKPOINTING, "offload");
    }
  }

  /** Keys of TRL's other trainers, which have their own configs in the list of known keys. */
  private void strangers() {
    for (String key : List.copyOf(f.keys())) {
      String top = key.split("[.\\[]")[0];
      KnownKeys.Default d = f.known().keys().get(top);
      if (d != null
          && d.place().matches("trl/trainer/(dpo|kto|grpo|rloo|reward|distillation)_.*")) {
        String config = d.place().substring(d.place().lastIndexOf(' ') + 1);
        f.notModelled(top, "of TRL's " + config + "; the estimate is that of trl sft");
      }
    }
  }
}
