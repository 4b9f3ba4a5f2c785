package dev.tuneplan.trainer;

import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code accelerate config} wrote beside a trainer's file. Source: accelerate 1.15.0
 * commands/config/config_args.py ClusterConfig, commands/config/cluster.py, utils/launch.py (read
 * 2026-11-25).
 */
final class Accelerate {
  private static final String TYPE = "distributed_type";

  private final Reading f;
  private final Outcome out;

  private Accelerate(Reading f) {
    this.f = f;
    this.out = f.out();
  }

  /**
   * Reads the file over what the trainer's file said.
   *
   * @return the DeepSpeed JSON that it names
   */
  static Optional<String> read(Reading f) {
    Accelerate a = new Accelerate(f);
    a.machines();
    a.precision();
    a.others();
    return a.scheme();
  }

  private Optional<String> scheme() {
    Optional<String> type =
        f.word(
            TYPE,
            List.of(
                "NO",
                "MULTI_GPU",
                "FSDP",
                "DEEPSPEED",
                "MULTI_CPU",
                "MULTI_XPU",
                "MULTI_NPU",
                "MULTI_HPU",
                "MEGATRON_LM",
                "TP",
                "XLA"));
    switch (type.orElse("")) {
      case "NO" -> {
        if (!out.has(Launch.MOST)) {
          Launch.gpus(f, TYPE, 1);
        }
        f.note(TYPE, "a single GPU");
      }
      case "MULTI_GPU" -> or("ddp");
      case "FSDP" -> {
        if (!out.fsdp() && conflict("zero", "FSDP")) {
          f.note(TYPE, "FSDP");
          return Optional.empty();
        }
        if (!f.mentions("fsdp_config")) {
          out.byFsdp();
          Spread.scheme(f, TYPE, "fsdp");
        } else {
          f.note(TYPE, "FSDP");
          Fsdp.read(f);
        }
      }
      case "DEEPSPEED" -> {
        boolean conflict = out.fsdp() && conflict("", "DeepSpeed");
        f.note(TYPE, "DeepSpeed");
        return conflict ? Optional.empty() : deepspeed();
      }
      case "" -> f.note(TYPE, "no distribution");
      default ->
          f.fault(
              TYPE,
              "is not modelled; NO, MULTI_GPU, FSDP and DEEPSPEED are (was " + type.get() + ")");
    }
    return Optional.empty();
  }

  private void or(String scheme) {
    if (out.has(Spread.SPEC)) {
      f.note(TYPE, "as " + Spread.place(out) + " says");
    } else {
      Spread.scheme(f, TYPE, scheme);
    }
  }

  /** Whether the trainer's file has asked for the other of the two. */
  private boolean conflict(String other, String mine) {
    Node said = out.settings().values().get(Spread.SPEC);
    if (said != null && String.valueOf(Leaves.plain(said)).startsWith(other)) {
      f.fault(
          TYPE,
          "asks for "
              + mine
              + ", while "
              + said.place()
              + " asks for "
              + Leaves.plain(said)
              + "; DeepSpeed and FSDP do not go together, remove one");
      return true;
    }
    return false;
  }

  private Optional<String> deepspeed() {
    Optional<String> file = f.text("deepspeed_config.deepspeed_config_file");
    file.ifPresent(p -> f.note("deepspeed_config.deepspeed_config_file", "read below"));
    String stage = "deepspeed_config.zero_stage";
    OptionalLong given = f.whole(stage, 0, 3);
    given.ifPresent(s -> {
      if (out.has(Spread.SPEC)) {
        f.note(stage, "as " + Spread.place(out) + " says");
      } else {
        Spread.scheme(f, stage, s == 0 ? "ddp" : "zero" + s);
      }
    });
    offload("offload_optimizer_device", "training.offloadOptimizer");
    offload("offload_param_device", "training.offloadParameters");
    String steps = "deepspeed_config.gradient_accumulation_steps";
    if (f.has(steps) && f.text(steps).filter("auto"::equals).isEmpty()) {
      Node main = out.settings().values().get(TrainerConfig.ACCUMULATION);
      OptionalLong n = f.whole(steps, 1, 1_000_000);
      if (n.isPresent() && main != null && !main.equals(f.node(steps).orElse(main))) {
        String text = String.valueOf(Leaves.plain(main));
        if (!text.equals(Long.toString(n.getAsLong()))) {
          f.warn(
              steps,
              "is "
                  + n.getAsLong()
                  + ", while "
                  + main.place()
                  + " says "
                  + text
                  + ", which goes before it");
        }
      }
      f.note(steps, "as the trainer's file has it");
    }
    return file;
  }

  private void offload(String name, String specKey) {
    String key = "deepspeed_config." + name;
    f.word(key, List.of("none", "cpu", "nvme"))
        .ifPresent(d -> f.use(key, specKey, Boolean.toString(!d.equals("none"))));
  }

  private void machines() {
    OptionalLong processes = f.whole("num_processes", 1, 100_000);
    if (processes.isPresent() && out.has(Launch.MOST)) {
      // accelerate launch's own options, which TRL's file may hold, go before its config
      f.note("num_processes", "as the trainer's file has it");
    } else {
      processes.ifPresent(n -> Launch.gpus(f, "num_processes", n));
    }
    OptionalLong machines = f.whole("num_machines", 1, 100_000);
    machines.ifPresent(n -> f.use("num_machines", "hardware.maxNodes", Long.toString(n)));
  }

  /** The trainer's own bf16 or fp16 goes before it; see transformers training_args.py. */
  private void precision() {
    String key = "mixed_precision";
    Optional<String> given = f.word(key, List.of("no", "fp16", "bf16", "fp8"));
    if (given.isEmpty()) {
      return;
    }
    Node said = out.settings().values().get(Precision.SPEC);
    String word = given.get().toLowerCase(Locale.ROOT);
    if (said == null && !word.equals("no")) {
      f.use(key, Precision.SPEC, word);
    } else if (said != null && !word.equals(String.valueOf(Leaves.plain(said)))) {
      if (!word.equals("no")) {
        f.warn(
            key,
            "is "
                + word
                + ", while "
                + said.place()
                + " says "
                + Leaves.plain(said)
                + ", which goes before it");
      }
      f.note(key, "as the trainer's file has it");
    } else {
      f.note(key, "precision");
    }
  }

  private void others() {
    f.notModelled("use_cpu", "training on the processor");
    String section = "parallelism_config.parallelism_config_";
    f.notModelled(section + "tp_size", Unmodelled.TENSOR);
    f.notModelled(section + "cp_size", Unmodelled.CONTEXT);
    f.notModelled(section + "sp_size", Unmodelled.CONTEXT);
    f.notModelled(section + "dp_replicate_size", Unmodelled.HYBRID);
    f.notModelled("megatron_lm_config", "Megatron-LM");
    f.notModelled("dynamo_config.dynamo_backend", Unmodelled.COMPILE);
  }
}
