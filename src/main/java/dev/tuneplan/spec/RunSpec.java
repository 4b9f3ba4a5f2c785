package dev.tuneplan.spec;

import dev.tuneplan.base.Place;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a user wrote, checked, with defaults filled in.
 *
 * @param experiments how many tries the project expects, ≥ 1
 * @param defaults lines that say what was left out and filled in
 * @param places where names stand that are looked up later
 * @param launch what a launch needs beyond what a plan does
 * @param traffic what the model is used for, by which it is weighed whether training pays
 */
public record RunSpec(
    String name,
    String model,
    MethodSpec method,
    DataSpec data,
    TrainingSpec training,
    String trainer,
    HardwareSpec hardware,
    PriceSpec prices,
    BudgetSpec budget,
    int experiments,
    List<String> defaults,
    Places places,
    LaunchSpec launch,
    Optional<TrafficSpec> traffic) {
  /** Where names stand. */
  public record Places(
      Place model,
      Place data,
      Place trainer,
      Place gpus,
      Place rank,
      Place sequence,
      Place targets) {}

  /** What is trained: type is full, lora or qlora. */
  public record MethodSpec(
      String type,
      int rank,
      double dropout,
      String targets,
      boolean dora,
      List<String> modulesToSave,
      String quantization) {}

  /**
   * The data: its size as the spec says it, or files to count.
   *
   * @param lengths examples by length, as far as the spec says; empty: the files are to be counted
   * @param meanOnly whether a single length is the mean of unknown ones
   * @param files what is trained on, when the spec names it
   */
  public record DataSpec(List<Length> lengths, boolean meanOnly, Optional<DataFiles> files) {
    public DataSpec {
      lengths = List.copyOf(lengths);
      if (lengths.isEmpty() && files.isEmpty()) {
        throw new IllegalArgumentException("data needs lengths or files");
      }
    }
  }

  /**
   * Files of examples and how to read them.
   *
   * @param train files, folders and globs, at least one
   * @param eval the same for evaluation
   * @param tokenizer a tokenizer.json, its folder, or an encoding's name
   * @param chatTemplate a file that wins over the tokenizer's own template
   * @param format chat, alpaca, completion or text; empty: told from the rows
   * @param fields pairs such as {@code prompt=question} and {@code role.bot=assistant}
   * @param loss answers or all
   * @param count auto, exact or sampled
   * @param maxBadRows a share such as {@code 1%} or a number
   * @param place where train stands
   */
  public record DataFiles(
      List<String> train,
      List<String> eval,
      Optional<String> tokenizer,
      Optional<String> chatTemplate,
      Optional<String> format,
      List<String> fields,
      String loss,
      String count,
      String maxBadRows,
      Place place) {
    public DataFiles {
      train = List.copyOf(train);
      eval = List.copyOf(eval);
      fields = List.copyOf(fields);
      if (train.isEmpty()) {
        throw new IllegalArgumentException("train must name a file");
      }
    }
  }

  /** Examples of one length in tokens, both above 0. */
  public record Length(double examples, double tokens) {}

  /**
   * What a run may state that goes before its trainer's profile.
   *
   * @param attention sdpa, eager or flash
   * @param fusedLoss whether whole logits never are
   * @param weights precision of trained weights in a full fine-tune: bf16 or fp32
   */
  public record Stated(
      Optional<String> attention, Optional<Boolean> fusedLoss, Optional<String> weights) {}

  /** Training settings; sequenceLength in tokens, globalBatch in sequences. */
  public record TrainingSpec(
      double epochs,
      int sequenceLength,
      boolean packing,
      Optional<String> packingStrategy,
      int globalBatch,
      OptionalInt microBatch,
      Optional<String> checkpointing,
      String optimizer,
      Optional<String> parallelism,
      String precision,
      boolean offloadOptimizer,
      boolean offloadParameters,
      Stated stated) {}

  /** GPUs that may be used; an empty list means every known one. */
  public record HardwareSpec(
      List<String> gpus, int minGpus, int maxGpus, int maxNodes, String spot) {}

  /** Where to rent; empty lists mean everywhere. */
  public record PriceSpec(List<String> providers, List<String> regions) {}

  /** Limits of one run: USD and hours. */
  public record BudgetSpec(OptionalDouble usd, OptionalDouble hours) {}
}
