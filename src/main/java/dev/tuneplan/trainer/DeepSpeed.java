package dev.tuneplan.trainer;

import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a DeepSpeed JSON adds to a trainer's file. A value of {@code auto} is the trainer's; any
 * other must be the same as the trainer's, else Transformers stops (transformers 5.24.0
 * integrations/deepspeed.py, HfTrainerDeepSpeedConfig.fill_match and trainer_config_finalize; keys
 * and defaults: deepspeed 0.19.8 runtime/config.py, runtime/zero/config.py; read 2026-11-25).
 */
final class DeepSpeed {
  private final Reading f;
  private final Outcome out;

  private DeepSpeed(Reading f) {
    this.f = f;
    this.out = f.out();
  }

  /** Reads the file over what the trainer's file said. */
  static void read(Reading f) {
    DeepSpeed d = new DeepSpeed(f);
    d.stage();
    d.offload("offload_optimizer", "cpu_offload", "training.offloadOptimizer");
    d.offload("offload_param", "cpu_offload_param", "training.offloadParameters");
    d.batch("train_micro_batch_size_per_gpu", "training.microBatch");
    d.batch("gradient_accumulation_steps", TrainerConfig.ACCUMULATION);
    d.all();
    d.precision("bf16.enabled", "bf16");
    d.precision("fp16.enabled", "fp16");
    d.optimizer();
    d.others();
    f.close();
  }

  private void stage() {
    String key = "zero_optimization.stage";
    OptionalLong stage = f.whole(key, 0, 3);
    if (stage.isPresent()) {
      long s = stage.getAsLong();
      Spread.scheme(f, key, s == 0 ? "ddp" : "zero" + s);
    } else if (!f.has(key)) {
      f.fill(key, Spread.SPEC, "ddp");
    }
  }

  private void offload(String section, String old, String specKey) {
    String device = "zero_optimization." + section + ".device";
    if (f.has(device)) {
      f.word(device, List.of("none", "cpu", "nvme"))
          .ifPresent(d -> f.use(device, specKey, Boolean.toString(!d.equals("none"))));
      if (f.text(device).filter("nvme"::equalsIgnoreCase).isPresent()) {
        f.warn(device, "nvme is counted as host memory; the drive is slower");
      }
    }
    String flag = "zero_optimization." + old;
    if (f.on(flag)) {
      f.use(flag, specKey, "true");
    }
  }

  private boolean auto(String key) {
    boolean auto = f.text(key).filter("auto"::equalsIgnoreCase).isPresent();
    if (auto) {
      f.note(key, "auto: as the trainer's file has it");
    }
    return auto;
  }

  private void batch(String key, String specKey) {
    if (!f.has(key) || auto(key)) {
      return;
    }
    OptionalLong value = f.whole(key, 1, 1_000_000);
    if (value.isEmpty()) {
      return;
    }
    Node given = out.settings().values().get(specKey);
    String text = given == null ? "" : String.valueOf(Leaves.plain(given));
    if (given != null && !text.equals(Long.toString(value.getAsLong()))) {
      f.fault(
          key,
          "is "
              + value.getAsLong()
              + " here and "
              + text
              + " by "
              + given.place()
              + ", which Transformers refuses; write \"auto\" here");
      return;
    }
    f.use(key, specKey, Long.toString(value.getAsLong()));
  }

  /** The batch of all GPUs, which says how many they are. */
  private void all() {
    String key = "train_batch_size";
    if (!f.has(key) || auto(key)) {
      return;
    }
    OptionalLong all = f.whole(key, 1, 100_000_000);
    long each = number("training.microBatch") * number(TrainerConfig.ACCUMULATION);
    if (all.isEmpty()) {
      return;
    }
    if (all.getAsLong() % each != 0) {
      f.fault(
          key,
          "is "
              + all.getAsLong()
              + ", no multiple of micro-batch x accumulation = "
              + each
              + ", which DeepSpeed refuses; write \"auto\" here");
      return;
    }
    long gpus = all.getAsLong() / each;
    Launch.gpus(f, key, gpus);
  }

  private long number(String specKey) {
    Node given = out.settings().values().get(specKey);
    Object plain = given == null ? 1L : Leaves.plain(given);
    return plain instanceof Long n ? n : 1;
  }

  private void precision(String key, String name) {
    if (!f.has(key) || auto(key)) {
      return;
    }
    Optional<Boolean> on = f.flag(key);
    if (on.isEmpty()) {
      return;
    }
    Node given = out.settings().values().get(Precision.SPEC);
    String trainers = given == null ? "" : String.valueOf(Leaves.plain(given));
    boolean said = trainers.equals(name);
    if (given != null && !trainers.equals("fp8") && on.get() != said) {
      f.fault(
          key,
          "is "
              + on.get()
              + " here, while "
              + given.place()
              + " says "
              + trainers
              + ", which Transformers refuses; write \"auto\" here");
    } else if (on.get() && given == null) {
      f.use(key, Precision.SPEC, name);
    } else {
      f.note(key, on.get() ? "precision " + name : "not " + name);
    }
  }

  /** DeepSpeed's own optimizer takes the place of the trainer's. */
  private void optimizer() {
    String key = "optimizer.type";
    Optional<String> type = f.text(key);
    if (type.isEmpty() || auto(key)) {
      return;
    }
    String name =
        switch (type.get().toLowerCase(Locale.ROOT)) {
          case "adam", "adamw" -> "adamw_torch_fused";
          case "lion" -> "lion";
          case "sgd" -> "sgd";
          case "muon" -> "muon";
          case "onebitadam", "zerooneadam", "lamb", "onebitlamb" -> {
            f.warn(key, type.get() + " is counted as adamw_torch, whose states are about as large");
            yield "adamw_torch";
          }
          default -> type.get();
        };
    f.use(key, "training.optimizer", name);
  }

  private void others() {
    f.notModelled("tensor_parallel", Unmodelled.TENSOR);
    f.notModelled("sequence_parallel_size", Unmodelled.CONTEXT);
    f.notModelled("expert_parallel", "expert parallelism");
    f.notModelled("activation_checkpointing", "DeepSpeed's own recomputation");
    f.notModelled("zero_optimization.zero_quantized_weights", "quantised traffic of weights");
    f.notModelled("zero_optimization.zero_quantized_gradients", "quantised traffic of gradients");
    f.notModelled(
        "zero_optimization.zero_quantized_nontrainable_weights", "frozen weights kept quantised");
    f.notModelled("zero_optimization.zero_hpz_partition_size", "a second copy in each machine");
    f.notModelled("zero_optimization.mics_shard_size", "sharding over a part of the GPUs");
    f.notModelled("compression_training", "compression while training");
    f.notModelled("sparse_attention", "sparse attention");
  }
}
