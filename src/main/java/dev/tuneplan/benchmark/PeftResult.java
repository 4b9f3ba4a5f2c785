package dev.tuneplan.benchmark;

import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads one result of PEFT's comparison of methods (huggingface/peft 5d602fdbf,
 * method_comparison/MetaMathQA/utils.py log_results and run.py, read 2026-11-25): training on one
 * GPU in length-bucketed batches, without accumulation and checkpointing. {@code cuda_memory_max}
 * is the peak of reserved memory; tokens are those without padding.
 */
public final class PeftResult {
  private static final double MOST = 1e18;
  private static final double GIB = 1L << 30;

  private final Problems problems = new Problems();
  private final Map<String, String> columns = new LinkedHashMap<>();

  private PeftResult() {}

  /**
   * The run of a file.
   *
   * @throws dev.tuneplan.base.InvalidInput with every fault at once
   */
  public static Results read(Node root) {
    return new PeftResult().run(root);
  }

  private Results run(Node root) {
    Fields f = Fields.of(root, problems);
    Fields run = section(f, "run_info");
    Fields train = section(f, "train_info");
    Fields config = section(run, "train_config");
    Fields system = section(section(f, "meta_info"), "system_info");
    problems.throwIfAny();
    String experiment = run.requiredText("experiment_name");
    String created = run.requiredText("created_at");
    String status = train.requiredText("status");
    config(config);
    measured(train);
    // results of 2025 call it gpu
    columns.put("gpu", system.text("gpu").orElseGet(() -> system.requiredText("accelerator")));
    problems.throwIfAny();
    String id = "peft " + experiment + " " + created;
    Optional<String> method = method(run);
    if (!status.equals("success")) {
      return out(root.place(), id, "it did not end with success");
    }
    if (method.isEmpty()) {
      return out(root.place(), id, "its method is neither full fine-tuning nor LoRA");
    }
    columns.put("id", id);
    columns.put("method", method.get());
    columns.put("published", created);
    return Results.run(new Measurement(root.place(), id, columns, instant(created)));
  }

  private static Results out(Place place, String id, String why) {
    return Results.none(new LeftOut(place, id, why));
  }

  private Fields section(Fields of, String key) {
    if (!of.has(key) && of.place().line() > 0) {
      problems.add(of.place(), key, "is required in a result of PEFT's method_comparison");
    }
    return of.child(key)
        .orElseGet(() ->
            Fields.of(
                new Node.Mapping(Place.of(of.place().file()), Map.of(), Map.of()), new Problems()));
  }

  private void config(Fields c) {
    columns.put("model_id", c.requiredText("model_id"));
    columns.put("model", columns.get("model_id"));
    columns.put("stack", "hf-peft");
    columns.put("num_gpus", "1");
    columns.put("num_nodes", "1");
    columns.put("parallelism", "single");
    columns.put("quantization", "none");
    boolean kept = c.flag("autocast_adapter_dtype").orElse(false);
    columns.put(
        "dtype",
        c.text("dtype").orElse("bfloat16")
            + (kept ? " (adapter fp32 via autocast_adapter_dtype)" : ""));
    columns.put("optimizer", c.text("optimizer_type").orElse("AdamW"));
    whole(c, "batch_size", "micro_batch_per_gpu");
    columns.put("grad_accum", "1");
    whole(c, "batch_size", "global_batch");
    whole(c, "max_seq_length", "seq_len");
    columns.put("packed_or_padded", "padded (to longest in batch; length-bucketed)");
    columns.put("activation_checkpointing", c.flag("use_gc").orElse(false) ? "y" : "n");
    columns.put("attention", c.text("attn_implementation").orElse("unknown"));
    columns.put("compile", c.flag("compile").orElse(false) ? "y" : "n");
    columns.put("cpu_offload", "n");
  }

  private void whole(Fields from, String key, String column) {
    from.whole(key, 1, 1_000_000).ifPresent(v -> columns.put(column, Long.toString(v)));
  }

  private void measured(Fields train) {
    String key = train.has("cuda_memory_max") ? "cuda_memory_max" : "accelerator_memory_max";
    OptionalDouble peak = train.number(key, 0, MOST);
    if (peak.isPresent() && peak.getAsDouble() > 0) {
      columns.put("peak_mem_gib", Double.toString(peak.getAsDouble() / GIB));
      columns.put("mem_kind", "reserved");
    }
    OptionalDouble seconds = train.number("train_time", 0, MOST);
    if (seconds.isPresent() && seconds.getAsDouble() > 0) {
      columns.put("wall_time_h", Double.toString(seconds.getAsDouble() / 3600));
    }
    List<Fields> metrics = train.children("metrics");
    double[] speeds =
        metrics.stream()
            .filter(m -> m.has("tokens / sec"))
            .flatMapToDouble(m -> m.number("tokens / sec", 1e-6, MOST).stream())
            .sorted()
            .toArray();
    if (speeds.length > 0) {
      columns.put("tokens_per_s_per_gpu", Double.toString(middle(speeds)));
    }
    for (Fields m : metrics) {
      if (m.has("train total tokens")) {
        m.whole("train total tokens", 1, (long) MOST)
            .ifPresent(v -> columns.put("tokens_total", Long.toString(v)));
        m.whole("train samples", 1, (long) MOST)
            .ifPresent(v -> columns.put("samples_total", Long.toString(v)));
      }
    }
  }

  private static double middle(double[] sorted) {
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : Arrays.stream(sorted, n / 2 - 1, n / 2 + 1).sum() / 2;
  }

  /** No adapter means that everything was trained; variants of LoRA are methods of their own. */
  private Optional<String> method(Fields run) {
    if (!(run.node("peft_config").orElse(null) instanceof Node.Mapping)) {
      return Optional.of("full");
    }
    Fields adapter = section(run, "peft_config");
    boolean plain =
        adapter.text("peft_type").filter("LORA"::equals).isPresent()
            && !adapter.flag("use_dora").orElse(false);
    if (!plain) {
      return Optional.empty();
    }
    whole(adapter, "r", "lora_rank");
    if (adapter.has("target_modules")) {
      columns.put("lora_targets", String.join(" ", adapter.texts("target_modules")));
    }
    return Optional.of("lora");
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
