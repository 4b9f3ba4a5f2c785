package dev.tuneplan.trainer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keys of axolotl (0.19.0 utils/schemas/config.py, model.py, peft.py, training.py, validation.py,
 * loaders/model.py, read 2026-11-25).
 */
final class Axolotl {
  private static final Map<String, String> OLD_ATTENTION =
      Map.of(
          "flash_attention", "flash",
          "sdp_attention", "sdpa",
          "eager_attention", "eager",
          "xformers_attention", "flash",
          "flex_attention", "flash",
          "sage_attention", "flash");
  private static final String OFFLOADING = "activation_offloading";
  private static final String GRADIENT = "gradient_checkpointing";

  private final Reading f;

  private Axolotl(Reading f) {
    this.f = f;
  }

  /** Reads the file; what is said of its data comes back. */
  static TrainerData read(Reading f, Beside beside) {
    Axolotl a = new Axolotl(f);
    f.text("base_model").ifPresent(m -> f.use("base_model", "model", m));
    a.method();
    f.whole("sequence_len", "training.sequenceLength", 1, 10_000_000, "512");
    f.flag("sample_packing", "training.packing", false);
    a.batch();
    HfArguments.epochs(f, "num_epochs", "1");
    Optimizers.read(f, "optimizer", "adamw_torch_fused");
    a.checkpointing();
    a.precision();
    a.attention();
    a.loss();
    Sharding.read(f, beside);
    a.offloaded();
    Unmodelled.list(f, Unmodelled.AXOLOTL);
    return AxolotlData.read(f, beside);
  }

  private void method() {
    Optional<String> adapter = f.word("adapter", List.of("lora", "qlora", "llama-adapter"));
    String kind = adapter.orElse("");
    boolean trained = kind.equals("lora") || kind.equals("qlora");
    if (kind.equals("llama-adapter")) {
      f.fault("adapter", "llama-adapter is not modelled; lora and qlora are, and none");
    }
    boolean gptq = f.on("gptq");
    if (kind.equals("qlora")) {
      qlora(gptq);
    } else {
      Quantised q = Quantised.bitsAndBytes(f, trained, "adapter: qlora");
      f.out()
          .set(
              "method.type",
              f.has("adapter") ? f.place("adapter") : f.place(),
              trained ? "lora" : "full");
      if (trained && q.bits() == 4) {
        f.warn(
            "load_in_4bit",
            "axolotl loads in 4 bits for adapter: qlora only, and this has lora at "
                + f.place("adapter")
                + ": weights are counted in 16 bits; write adapter: qlora");
      }
      if (trained && gptq) {
        f.out().set("method.quantization", f.place("gptq"), "gptq4");
      }
    }
    if (f.has("adapter")) {
      f.note(
          "adapter",
          "method.type = " + (kind.equals("qlora") ? "qlora" : trained ? "lora" : "full"));
    } else {
      f.fill("adapter", "method.type = full");
    }
    f.noteIfThere("gptq", gptq ? "method.quantization = gptq4" : "not quantised by GPTQ");
    boolean unclear = f.has("adapter") && adapter.isEmpty();
    if (trained || unclear) {
      adapters();
    }
  }

  /** {@code validate_qlora} of utils/schemas/peft.py. */
  private void qlora(boolean gptq) {
    f.out().set("method.type", f.place("adapter"), "qlora");
    boolean four = f.on("load_in_4bit");
    boolean merging = f.on("merge_lora");
    if (!four && !merging) {
      f.out()
          .problems()
          .add(
              f.place(f.has("load_in_4bit") ? "load_in_4bit" : "adapter"),
              "load_in_4bit",
              "must be true with adapter: qlora at "
                  + f.place("adapter")
                  + ", which axolotl refuses otherwise; set it, or write adapter: lora");
    }
    for (String key : List.of("load_in_8bit", "gptq")) {
      if (f.on(key)) {
        f.fault(
            key, "does not go with adapter: qlora at " + f.place("adapter") + "; set it to false");
      }
    }
    f.noteIfThere("load_in_4bit", "method.quantization = nf4-dq");
    f.noteIfThere("load_in_8bit", "not used");
    Optional<Boolean> twice = f.flag("bnb_config_kwargs.bnb_4bit_use_double_quant");
    String storage = twice.orElse(true) ? "nf4-dq" : "nf4";
    f.out().set("method.quantization", f.place("load_in_4bit"), storage);
    f.noteIfThere(
        "bnb_config_kwargs.bnb_4bit_use_double_quant", "method.quantization = " + storage);
  }

  private void adapters() {
    OptionalLong rank = f.whole("lora_r", 1, 65_536);
    if (rank.isPresent()) {
      f.use("lora_r", "method.rank", Long.toString(rank.getAsLong()));
    } else if (!f.has("lora_r")) {
      f.fault("lora_r", "is required with adapter at " + f.place("adapter") + "; give the rank");
    }
    f.number("lora_alpha", "method.alpha", 0.001, 1e6);
    Lora.dropout(f, "0");
    Lora.saved(f, "lora_modules_to_save");
    f.flagIfThere("peft_use_dora", "method.dora");
    f.flagIfThere("peft_use_rslora", "method.rslora");
    if (f.on("lora_target_linear")) {
      f.use("lora_target_linear", "method.targets", "all-linear");
      f.noteIfThere("lora_target_modules", "every linear layer has an adapter already");
    } else {
      f.noteIfThere("lora_target_linear", "not every linear layer");
      Lora.targets(f, "lora_target_modules");
    }
  }

  /** {@code batch_size} is that of a GPU with accumulation; see normalize_config. */
  private void batch() {
    f.whole("micro_batch_size", HfArguments.MICRO, 1, 100_000, "1");
    OptionalLong all = f.whole("batch_size", 1, 100_000_000);
    String steps = "gradient_accumulation_steps";
    if (all.isPresent() && f.has(steps)) {
      f.fault(
          "batch_size",
          "does not go with " + steps + " at " + f.place(steps) + "; keep one of them");
      f.note("batch_size", "sequences of a step on one GPU");
      f.note(steps, "micro-steps");
    } else if (all.isPresent()) {
      long micro = f.whole("micro_batch_size", 1, 100_000).orElse(1);
      f.use(
          "batch_size",
          TrainerConfig.ACCUMULATION,
          Long.toString(Math.max(1, all.getAsLong() / micro)));
    } else {
      f.whole(steps, TrainerConfig.ACCUMULATION, 1, 1_000_000, "1");
    }
  }

  /** {@code offload} is an older way to say activation_offloading. */
  private void checkpointing() {
    String given = f.text(GRADIENT).orElse("").toLowerCase(Locale.ROOT);
    boolean older = given.equals("offload") || given.equals("offload_disk");
    boolean on = older || given.equals("true") || given.equals("on") || given.equals("yes");
    if (!on && f.has(GRADIENT)) {
      f.word(
          GRADIENT, List.of("true", "false", "on", "off", "yes", "no", "offload", "offload_disk"));
    }
    String away = f.text(OFFLOADING).orElse("false").toLowerCase(Locale.ROOT);
    boolean offload = older || !List.of("false", "no", "off").contains(away);
    if (offload && !on) {
      f.fault(OFFLOADING, "needs gradient_checkpointing: true, which axolotl asks for");
    }
    boolean some =
        f.mentions("selective_checkpointing")
            && !f.text("selective_checkpointing.save").filter("false"::equals).isPresent()
            && !f.node("selective_checkpointing")
                .map(n -> !f.on("selective_checkpointing"))
                .orElse(false);
    String kind = offload ? "offload" : on && some ? "selective" : on ? "full" : "none";
    if (f.has(GRADIENT)) {
      f.use(GRADIENT, HfArguments.CHECKPOINTING, kind);
    } else {
      f.fill(GRADIENT, HfArguments.CHECKPOINTING, "none");
    }
    f.noteIfThere(OFFLOADING, HfArguments.CHECKPOINTING + " = " + kind);
    if (f.mentions("selective_checkpointing")) {
      f.note("selective_checkpointing", HfArguments.CHECKPOINTING + " = " + kind);
    }
    f.noteIfThere(
        "gradient_checkpointing_kwargs.use_reentrant",
        "either way of recomputing takes the same here");
  }

  private void precision() {
    if (f.on("bfloat16") || f.on("float16")) {
      String key = f.on("bfloat16") ? "bfloat16" : "float16";
      f.use(key, Precision.SPEC, key.equals("bfloat16") ? "bf16" : "fp16");
      f.noteIfThere("bf16", "precision");
      f.noteIfThere("fp16", "precision");
      f.noteIfThere(key.equals("bfloat16") ? "float16" : "bfloat16", "precision");
    } else {
      Precision.read(f, true);
    }
  }

  private void attention() {
    HfArguments.attention(f, "attn_implementation");
    for (Map.Entry<String, String> old : OLD_ATTENTION.entrySet()) {
      if (f.on(old.getKey())) {
        f.use(old.getKey(), "training.attention", old.getValue());
      }
      f.noteIfThere(old.getKey(), "another kernel");
    }
  }

  /** Losses that never have whole logits; the stack's own profile has axolotl's plugin for that. */
  private void loss() {
    List<String> plugins = f.texts("plugins");
    boolean liger = f.on("liger_fused_linear_cross_entropy");
    if (liger) {
      f.use("liger_fused_linear_cross_entropy", HfArguments.FUSED_LOSS, "true");
    }
    f.noteIfThere("cut_cross_entropy", "as the stack profile axolotl has it");
    f.noteIfThere("chunked_cross_entropy", "as the stack profile axolotl has it");
    if (!plugins.isEmpty()) {
      f.note("plugins", liger ? "Liger's loss" : "as the stack profile axolotl has them");
    }
  }

  /** {@code check_fsdp_offload_w_8bit_optimizer} and {@code check_fsdp2_w_8bit_optimizer}. */
  private void offloaded() {
    String optimizer = f.text("optimizer").orElse("");
    if (!optimizer.contains("8bit") || !f.mentions("fsdp_config")) {
      return;
    }
    boolean two =
        f.text("fsdp_version").or(() -> f.text("fsdp_config.fsdp_version")).orElse("").equals("2");
    boolean away = f.on("fsdp_config.offload_params") || f.on("fsdp_config.fsdp_offload_params");
    if (two && List.of("adamw_8bit", "adamw_bnb_8bit").contains(optimizer)) {
      f.fault(
          "optimizer",
          "FSDP2 at "
              + f.place("fsdp_config")
              + " does not go with "
              + optimizer
              + "; use adamw_torch_8bit");
    } else if (!two && away) {
      f.fault(
          "optimizer",
          "FSDP's offloading at "
              + f.place("fsdp_config")
              + " does not go with "
              + optimizer
              + "; use adamw_torch_fused");
    }
  }
}
