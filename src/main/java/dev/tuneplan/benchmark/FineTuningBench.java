package dev.tuneplan.benchmark;

import dev.tuneplan.base.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rows of ibm-research/LLMFineTuningBench (Apache-2.0): fms-hf-tuning under ado-sfttrainer,
 * synthetic samples that fill their length, FSDP on more than one GPU. Columns as the project's own
 * readers use them (IBM/ado, autoconf_build/ml_classifier.py, read 2026-11-25): {@code batch_size}
 * is of all GPUs, {@code dataset_tokens_per_second} too, {@code gpu_memory_utilization_peak} is in
 * percent of a GPU's memory. {@code is_valid} 0 does not tell why a run failed.
 */
public final class FineTuningBench {
  /** Without these it is another file. */
  public static final List<String> COLUMNS =
      List.of(
          "model_name", "method", "number_gpus", "gpu_model", "tokens_per_sample", "batch_size");

  private static final double FULL_PCT = 99;
  private static final double LOADED_PCT = 100;
  private static final Pattern ACCUMULATION =
      Pattern.compile("gradient_accumulation_steps\\.([0-9]{1,4})(-|$)");

  /**
   * What rows cannot say themselves.
   *
   * @param model a model's id by the benchmark's name for it
   * @param gpu a GPU by its product label, with or without the maker
   */
  public record Names(
      Function<String, Optional<String>> model, Function<String, Optional<Gpu>> gpu) {}

  /** A GPU that is known. */
  public record Gpu(String id, double memoryGiB) {}

  private final Names names;

  /** Looks names up so. */
  public FineTuningBench(Names names) {
    this.names = names;
  }

  /** One row; {@code f} gives a column's text, empty where there is none. */
  public Results read(Place place, UnaryOperator<String> f) {
    String id = id(f);
    Optional<String> model = names.model().apply(f.apply("model_name"));
    Optional<Gpu> gpu = names.gpu().apply(f.apply("gpu_model"));
    long gpus = whole(f.apply("number_gpus"));
    long batch = whole(f.apply("batch_size"));
    Optional<String> why = why(f, gpus, batch);
    if (why.isEmpty() && model.isEmpty()) {
      why = Optional.of("the model " + f.apply("model_name") + " is in no catalogue");
    }
    if (why.isEmpty() && gpu.isEmpty()) {
      why = Optional.of("the GPU " + f.apply("gpu_model") + " is in no catalogue");
    }
    if (why.isPresent()) {
      return Results.none(new LeftOut(place, id, why.get()));
    }
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("id", id);
    columns.put("model", model.get());
    columns.put("model_id", model.get());
    columns.put("gpu", f.apply("gpu_model"));
    columns.put("gpu_id", gpu.get().id());
    setup(f, columns, gpus, batch);
    speed(f, columns, gpus);
    memory(f, columns, gpu.get());
    return Results.run(new Measurement(place, id, columns, Optional.empty()));
  }

  /** The row's own name, or all that makes it the same one. */
  private static String id(UnaryOperator<String> f) {
    String own = f.apply("identifier");
    String named = own.isBlank() ? String.join("-", COLUMNS.stream().map(f::apply).toList()) : own;
    String experiment = f.apply("experiment_id");
    return "finetuningbench " + named + (experiment.isBlank() ? "" : " " + experiment);
  }

  private static Optional<String> why(UnaryOperator<String> f, long gpus, long batch) {
    boolean failed =
        f.apply("is_valid").isBlank()
            ? f.apply("train_runtime").isBlank()
            : !positive(f.apply("is_valid"));
    if (gpus < 1 || batch < 1 || whole(f.apply("tokens_per_sample")) < 1) {
      return Optional.of("GPUs, batch or tokens of a sample are no whole numbers");
    }
    if (batch % gpus != 0) {
      return Optional.of("the batch is no multiple of the GPUs, so it never ran");
    }
    if (failed) {
      return Optional.of("it failed, and nothing says whether for want of memory");
    }
    if (positive(f.apply("fast_moe"))) {
      return Optional.of("its experts run on kernels that are not modelled");
    }
    return List.of("full", "lora", "gptq-lora").contains(f.apply("method"))
        ? Optional.empty()
        : Optional.of("its method is neither full fine-tuning nor LoRA");
  }

  private static void setup(
      UnaryOperator<String> f, Map<String, String> columns, long gpus, long batch) {
    boolean quantised = f.apply("method").equals("gptq-lora");
    boolean kernels = f.apply("fast_kernels").toLowerCase(Locale.ROOT).contains("true");
    Matcher accumulation = ACCUMULATION.matcher(f.apply("identifier"));
    columns.put("method", quantised ? "qlora" : f.apply("method"));
    columns.put("quantization", quantised ? "gptq4" : "none");
    columns.put("num_gpus", Long.toString(gpus));
    columns.put("num_nodes", Long.toString(Math.max(1, whole(f.apply("number_nodes")))));
    columns.put("parallelism", gpus == 1 ? "single" : "fsdp");
    columns.put("stack", (gpus == 1 ? "hf-trainer" : "accelerate-fsdp") + (kernels ? "-foak" : ""));
    columns.put("dtype", f.apply("torch_dtype"));
    columns.put("micro_batch_per_gpu", Long.toString(batch / gpus));
    columns.put("grad_accum", accumulation.find() ? accumulation.group(1) : "1");
    columns.put("seq_len", f.apply("tokens_per_sample"));
    columns.put("packed_or_padded", "fixed-length");
    columns.put("attention", "flash");
    columns.put("cpu_offload", "n");
  }

  private static void speed(UnaryOperator<String> f, Map<String, String> columns, long gpus) {
    if (positive(f.apply("dataset_tokens_per_second"))) {
      columns.put(
          "tokens_per_s_per_gpu",
          Double.toString(number(f.apply("dataset_tokens_per_second")) / gpus));
    }
  }

  /** A GPU that was full says nothing of how much was needed. */
  private static void memory(UnaryOperator<String> f, Map<String, String> columns, Gpu gpu) {
    double share = number(f.apply("gpu_memory_utilization_peak"));
    if (share > 0 && share < FULL_PCT) {
      columns.put("peak_mem_gib", Double.toString(share / LOADED_PCT * gpu.memoryGiB()));
      columns.put("mem_kind", "nvidia-smi");
    }
  }

  private static boolean positive(String text) {
    return number(text) > 0;
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text.strip());
      return Double.isFinite(value) ? value : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static long whole(String text) {
    double value = number(text);
    return value == Math.rint(value) ? (long) value : -1;
  }
}
