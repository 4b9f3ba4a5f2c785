package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Leaves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Keys of a run spec as options; what is given on the line wins over the file. Values stay texts,
 * so that the spec's own reader checks them all and reports every fault at once.
 */
final class RunOptions {
  @Option(names = "--model", description = "catalogue id, config.json or model folder")
  private @Nullable String model;

  @Option(names = "--method", description = "full, lora or qlora (default: qlora)")
  private @Nullable String method;

  @Option(names = "--rank", description = "LoRA rank (default: 16)")
  private @Nullable String rank;

  @Option(
      names = "--targets",
      split = ",",
      description = "LoRA target modules (default: all-linear)")
  private List<String> targets = new ArrayList<>();

  @Option(names = "--dora", description = "train magnitudes too (DoRA)")
  private boolean dora;

  @Option(
      names = "--modules-to-save",
      split = ",",
      description = "modules trained whole: embed_tokens, lm_head")
  private List<String> saved = new ArrayList<>();

  @Option(
      names = "--quantization",
      description = "none, nf4, nf4-dq, gptq4, int8 (default: nf4-dq for qlora)")
  private @Nullable String quantization;

  @Option(
      names = {"--trainer", "--stack"},
      description = "stack profile: trl, axolotl, unsloth, torchtune, ... (default: trl)")
  private @Nullable String trainer;

  @Option(
      names = "--data",
      split = ",",
      description = "files, folders or globs of training data, to be counted")
  private List<String> train = new ArrayList<>();

  @Option(
      names = "--tokenizer",
      description = "tokenizer.json, its folder or an encoding (default: the model's, if here)")
  private @Nullable String tokenizer;

  @Option(
      names = "--chat-template",
      paramLabel = "FILE",
      description = "Jinja file (default: the tokenizer's own)")
  private @Nullable String template;

  @Option(names = "--exact", description = "count all of the data, not a sample of large data")
  private boolean exact;

  @Option(names = "--tokens", description = "tokens of one epoch, in full sequences")
  private @Nullable String tokens;

  @Option(names = "--examples", description = "examples of one epoch")
  private @Nullable String examples;

  @Option(names = "--tokens-per-example", description = "mean tokens of an example")
  private @Nullable String tokensPerExample;

  @Option(names = "--epochs", description = "default: 3")
  private @Nullable String epochs;

  @Option(
      names = {"--seq", "--sequence-length"},
      description = "tokens of a sequence (default: 2048)")
  private @Nullable String sequence;

  @Option(names = "--packing", description = "true or false (default: true)")
  private @Nullable String packing;

  @Option(names = "--global-batch", description = "sequences of an optimizer step (default: 32)")
  private @Nullable String globalBatch;

  @Option(names = "--micro-batch", description = "sequences of a micro-step on one GPU")
  private @Nullable String microBatch;

  @Option(names = "--checkpointing", description = "on, off, selective or offload")
  private @Nullable String checkpointing;

  @Option(names = "--optimizer", description = "as in Transformers (default: adamw_torch)")
  private @Nullable String optimizer;

  @Option(names = "--parallelism", description = "ddp, zero1, zero2, zero3, fsdp or hsdp")
  private @Nullable String parallelism;

  @Option(names = "--precision", description = "bf16, fp16 or fp8 (default: bf16)")
  private @Nullable String precision;

  @Option(names = "--offload-optimizer", description = "keep optimizer states in host memory")
  private boolean offloadOptimizer;

  @Option(names = "--offload-parameters", description = "keep weights in host memory")
  private boolean offloadParameters;

  /** The options over what a file says. */
  Leaves over(Leaves base) {
    Leaves l = base;
    l = set(l, "model", "--model", model);
    l = set(l, "method.type", "--method", method);
    l = set(l, "method.rank", "--rank", rank);
    l = set(l, "method.targets", "--targets", targets);
    l = set(l, "method.dora", "--dora", dora);
    l = set(l, "method.modulesToSave", "--modules-to-save", saved);
    l = set(l, "method.quantization", "--quantization", quantization);
    l = set(l, "trainer", "--trainer", trainer);
    l = data(l);
    l = set(l, "training.epochs", "--epochs", epochs);
    l = set(l, "training.sequenceLength", "--seq", sequence);
    l = set(l, "training.packing", "--packing", packing);
    l = set(l, "training.globalBatch", "--global-batch", globalBatch);
    l = set(l, "training.microBatch", "--micro-batch", microBatch);
    l = set(l, "training.checkpointing", "--checkpointing", word(checkpointing));
    l = set(l, "training.optimizer", "--optimizer", optimizer);
    l = set(l, "training.parallelism", "--parallelism", parallelism);
    l = set(l, "training.precision", "--precision", precision);
    l = set(l, "training.offloadOptimizer", "--offload-optimizer", offloadOptimizer);
    return set(l, "training.offloadParameters", "--offload-parameters", offloadParameters);
  }

  /** A new size of the data replaces the file's, whichever way that says it. */
  private Leaves data(Leaves base) {
    Leaves l = base;
    if (tokens != null) {
      l = l.without("data.examples").without("data.tokensPerExample").without("data.histogram");
    } else if (examples != null || tokensPerExample != null) {
      l = l.without("data.tokens").without("data.histogram");
    }
    if (!train.isEmpty()) {
      for (String key : List.of("tokens", "examples", "tokensPerExample", "histogram")) {
        l = l.without("data." + key);
      }
    }
    l = set(l, "data.train", "--data", train);
    l = set(l, "data.tokenizer", "--tokenizer", tokenizer);
    l = set(l, "data.chatTemplate", "--chat-template", template);
    l = set(l, "data.count", "--exact", exact ? "exact" : null);
    l = set(l, "data.tokens", "--tokens", tokens);
    l = set(l, "data.examples", "--examples", examples);
    return set(l, "data.tokensPerExample", "--tokens-per-example", tokensPerExample);
  }

  private static @Nullable String word(@Nullable String checkpointing) {
    return checkpointing == null
        ? null
        : switch (checkpointing) {
          case "on", "true", "yes" -> "full";
          case "off", "false", "no" -> "none";
          default -> checkpointing;
        };
  }

  /** Sets a key when its option was given. */
  static Leaves set(Leaves l, String key, String option, @Nullable String value) {
    return value == null ? l : l.with(key, Place.of(option), value);
  }

  /** Sets a key when its option was given. */
  static Leaves set(Leaves l, String key, String option, boolean value) {
    return value ? l.with(key, Place.of(option), "true") : l;
  }

  /** Sets a key when its option was given. */
  static Leaves set(Leaves l, String key, String option, List<String> values) {
    List<String> parts =
        values.stream()
            .flatMap(v -> Arrays.stream(v.split("[,\\s]+")))
            .filter(v -> !v.isEmpty())
            .toList();
    return parts.isEmpty() ? l : l.with(key, Leaves.list(Place.of(option), parts));
  }

  /** What every spec begins with, for runs that have no file. */
  static Leaves withoutFile() {
    Place line = Place.of("command line");
    return Leaves.none(line).with("apiVersion", line, "tuneplan/v1").with("kind", line, "FineTune");
  }
}
