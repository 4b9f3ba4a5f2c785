package dev.tuneplan.trainer;

import java.util.List;
import java.util.Optional;

/**
 * Keys of LLaMA-Factory (0.9.5 hparams/model_args.py, data_args.py, finetuning_args.py, parser.py,
 * model/adapter.py, model/model_utils/quantization.py, read 2026-11-25).
 */
final class LlamaFactory {
  private final Reading f;

  private LlamaFactory(Reading f) {
    this.f = f;
  }

  /** Reads the file; what is said of its data comes back. */
  static TrainerData read(Reading f, Beside beside) {
    LlamaFactory l = new LlamaFactory(f);
    f.text("model_name_or_path").ifPresent(m -> f.use("model_name_or_path", "model", m));
    boolean adapter = l.method();
    f.whole("cutoff_len", "training.sequenceLength", 1, 10_000_000, "2048");
    HfArguments.read(f);
    l.checkpointing();
    l.precision();
    l.kernels();
    Sharding.read(f, beside);
    if (!adapter) {
      l.weights();
    }
    if (f.on("use_muon")) {
      f.use("use_muon", "training.optimizer", "muon");
    }
    Unmodelled.list(f, Unmodelled.LLAMA_FACTORY);
    return LlamaFactoryData.read(f, beside);
  }

  private boolean method() {
    Optional<String> kind = f.word("finetuning_type", List.of("lora", "oft", "freeze", "full"));
    String type = kind.orElse("lora");
    boolean adapter = type.equals("lora") || type.equals("oft");
    Optional<String> bits = f.word("quantization_bit", List.of("8", "4", "6", "5", "3", "2", "1"));
    bits.ifPresent(b -> quantised(b, adapter));
    String method = !adapter ? "full" : bits.filter("4"::equals).isPresent() ? "qlora" : "lora";
    f.out()
        .set(
            "method.type",
            f.has("finetuning_type") ? f.place("finetuning_type") : f.place(),
            method);
    if (kind.isPresent()) {
      f.note("finetuning_type", "method.type = " + method);
    } else if (!f.has("finetuning_type")) {
      f.fill("finetuning_type", "method.type = " + method);
    }
    if (type.equals("freeze")) {
      f.warn(
          "finetuning_type", "freeze trains some layers; the estimate trains all: less in reality");
    }
    if (type.equals("oft")) {
      f.warn("finetuning_type", "oft is counted as lora of the default rank");
    }
    if (adapter) {
      adapters(type.equals("oft"));
    }
    stage();
    return adapter;
  }

  private void quantised(String bits, boolean adapter) {
    String key = "quantization_bit";
    if (!adapter) {
      f.fault(
          key,
          "does not go with finetuning_type "
              + f.text("finetuning_type").orElse("")
              + " at "
              + f.place("finetuning_type")
              + ", which LLaMA-Factory refuses; use lora");
      return;
    }
    boolean twice = f.flag("double_quantization").orElse(true);
    String storage =
        switch (bits) {
          case "4" -> twice ? "nf4-dq" : "nf4";
          case "8" -> "int8";
          default -> "";
        };
    f.noteIfThere("double_quantization", "method.quantization = " + storage);
    f.noteIfThere("quantization_type", "4-bit codes, of either kind");
    f.noteIfThere("quantization_method", "method.quantization = " + storage);
    if (storage.isEmpty()) {
      f.warn(key, bits + " bits are counted as 4");
      f.use(key, "method.quantization", "nf4");
    } else {
      f.use(key, "method.quantization", storage);
    }
  }

  private void adapters(boolean oft) {
    if (!oft) {
      f.whole("lora_rank", "method.rank", 1, 65_536, "8");
      f.number("lora_alpha", "method.alpha", 0.001, 1e6);
      Lora.dropout(f, "0");
      f.flagIfThere("use_dora", "method.dora");
      f.flagIfThere("use_rslora", "method.rslora");
    }
    Lora.saved(f, "additional_target");
    String key = oft ? "oft_target" : "lora_target";
    if (!Targets.read(f, key, "all")) {
      f.fill(key, "method.targets", "all-linear");
    }
  }

  private void stage() {
    String stage = f.word("stage", List.of("pt", "sft", "rm", "ppo", "dpo", "kto")).orElse("sft");
    switch (stage) {
      case "dpo", "kto", "ppo", "rm" ->
          f.notModelled("stage", stage + ": " + Unmodelled.PREFERENCE);
      default ->
          f.noteIfThere("stage", "training of " + (stage.equals("pt") ? "texts" : "answers"));
    }
  }

  /** On unless it is switched off; Unsloth's way puts the layers' inputs into host memory. */
  private void checkpointing() {
    String off = "disable_gradient_checkpointing";
    if (f.on("use_unsloth_gc")) {
      f.use("use_unsloth_gc", HfArguments.CHECKPOINTING, "offload");
    } else if (f.has(off)) {
      f.use(off, HfArguments.CHECKPOINTING, f.on(off) ? "none" : "full");
    } else {
      f.fill(off, HfArguments.CHECKPOINTING, "full");
    }
    f.noteIfThere("use_reentrant_gc", "either way of recomputing takes the same here");
    f.noteIfThere("gradient_checkpointing", "disable_gradient_checkpointing tells");
  }

  /** Without bf16 and fp16, weights stay in the model's own type, which has 16 bits. */
  private void precision() {
    if (f.on("pure_bf16")) {
      f.use("pure_bf16", Precision.SPEC, "bf16");
      f.noteIfThere("bf16", "precision");
    } else {
      Precision.read(f, false);
      if (!f.has("bf16") && !f.out().has(Precision.SPEC)) {
        f.out().set(Precision.SPEC, f.place(), "bf16");
        f.out()
            .filled(
                "bf16",
                "training.precision = bf16",
                f.known().version() + " llamafactory/hparams/parser.py, the model's own type");
      }
    }
  }

  private void kernels() {
    f.word("flash_attn", List.of("auto", "disabled", "sdpa", "fa2", "fa3"))
        .ifPresent(kind -> {
          switch (kind) {
            case "fa2", "fa3" -> f.use("flash_attn", "training.attention", "flash");
            case "sdpa" -> f.use("flash_attn", "training.attention", "sdpa");
            case "disabled" -> f.use("flash_attn", "training.attention", "eager");
            default -> f.note("flash_attn", "what Transformers takes");
          }
        });
    HfArguments.liger(f, "enable_liger_kernel");
    if (f.on("use_unsloth")) {
      f.use("use_unsloth", "trainer", "unsloth");
    }
  }

  /** Trained weights are cast to 32 bits (model/adapter.py, init_adapter). */
  private void weights() {
    boolean pure = f.on("pure_bf16") || f.on("use_badam");
    if (pure) {
      f.out().set("training.weights", f.place("pure_bf16"), "bf16");
      f.noteIfThere("pure_bf16", "training.weights = bf16");
    } else {
      f.fill("pure_bf16", "training.weights", "fp32");
    }
  }
}
