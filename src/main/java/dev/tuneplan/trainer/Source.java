package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values of a trainer's file.
 *
 * @param leaves by dotted path
 */
record Source(Leaves leaves) {
  private static final Set<String> OPTIMIZERS =
      Set.of(
          "adamw_torch",
          "adamw_torch_fused",
          "adamw_8bit",
          "adamw_bnb_8bit",
          "paged_adamw_8bit",
          "paged_adamw_32bit",
          "adafactor",
          "lion",
          "lion_8bit",
          "sgd",
          "muon");

  boolean has(String key) {
    return leaves.values().get(key) instanceof Node n
        && !(n instanceof Node.Scalar s && s.type() == Node.Scalar.Type.NULL);
  }

  String text(String key, String fallback) {
    return leaves.values().get(key) instanceof Node.Scalar s && s.type() != Node.Scalar.Type.NULL
        ? s.text()
        : fallback;
  }

  boolean is(String key, boolean fallback) {
    return text(key, "" + fallback).toLowerCase(Locale.ROOT).equals("true");
  }

  /** Whether any key is this one or below it. */
  boolean mentions(String key) {
    return leaves.values().keySet().stream().anyMatch(k -> k.equals(key) || k.startsWith(key + "."))
        && !text(key, "x").isEmpty();
  }

  Place place(String key) {
    Node node = leaves.values().get(key);
    return node == null ? leaves.place() : node.place();
  }

  /** An empty set of a run spec's values, to be filled. */
  Leaves none() {
    return Leaves.none(leaves.place());
  }

  /** Copies a value under a run spec's key, when it is there. */
  Leaves copy(Leaves to, String key, String specKey) {
    Node node = leaves.values().get(key);
    return has(key) && node != null ? to.with(specKey, node) : to;
  }

  /** Copies a value, or sets the trainer's own default. */
  Leaves copy(Leaves to, String key, String specKey, String fallback) {
    return has(key) ? copy(to, key, specKey) : to.with(specKey, place(key), fallback);
  }

  /** An optimizer under Transformers' name; others keep their name, and the spec refuses them. */
  Leaves optimizer(Leaves to, String key, String fallback) {
    String given = text(key, fallback).toLowerCase(Locale.ROOT);
    String known =
        OPTIMIZERS.contains(given)
            ? given
            : switch (given) {
              case "adamw", "adamw_hf", "torch.optim.adamw", "adamw_torch_xla" -> "adamw_torch";
              case "adamw_torch_8bit", "adamw_torch_4bit", "bitsandbytes.optim.adamw8bit" ->
                  "adamw_8bit";
              case "paged_adamw", "bitsandbytes.optim.pagedadamw" -> "paged_adamw_32bit";
              case "bitsandbytes.optim.pagedadamw8bit" -> "paged_adamw_8bit";
              case "torch.optim.sgd" -> "sgd";
              default -> given;
            };
    return to.with("training.optimizer", place(key), known);
  }

  /** Sharding as a DeepSpeed config's name or FSDP keys tell it. */
  Leaves sharding(Leaves to) {
    String deepspeed = text("deepspeed", "").toLowerCase(Locale.ROOT);
    for (String stage : List.of("1", "2", "3")) {
      if (deepspeed.contains("zero" + stage) || deepspeed.contains("z" + stage)) {
        return to.with("training.parallelism", place("deepspeed"), "zero" + stage);
      }
    }
    return mentions("fsdp") || mentions("fsdp_config")
        ? to.with("training.parallelism", place("fsdp"), "fsdp")
        : to;
  }

  /** The method, from the adapter's name and the bits of loading. */
  Leaves method(Leaves to, boolean adapter, int bits) {
    Leaves l =
        to.with("method.type", leaves.place(), adapter ? bits == 4 ? "qlora" : "lora" : "full");
    return adapter && bits == 8 ? l.with("method.quantization", leaves.place(), "int8") : l;
  }

  /** Sequences of an optimizer step on one GPU, when both factors are numbers. */
  Leaves batch(Leaves to, String microKey, String microFallback, String accumulationKey) {
    Leaves l = copy(to, microKey, "training.microBatch", microFallback);
    return copy(l, accumulationKey, TrainerConfig.ACCUMULATION);
  }
}
