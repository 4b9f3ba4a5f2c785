package dev.tuneplan.trace;

import dev.tuneplan.model.LoraTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A step that the real libraries are asked to run on fake tensors: what {@code trace/options.py}
 * knows.
 *
 * @param step what decides its operators; what the libraries of today do not do is taken out
 * @param sharding how it is spread
 * @param gpus over how many, 1 exactly when not spread
 */
public record TraceRequest(StepOptions step, Sharding sharding, int gpus) {
  /** Dropout costs the same whatever its probability. */
  private static final double SOME_DROPOUT = 0.05;

  /** How a step is spread over GPUs. */
  public enum Sharding {
    NONE,
    DDP,
    FSDP
  }

  public TraceRequest {
    if (gpus < 1 || (gpus == 1) != (sharding == Sharding.NONE)) {
      throw new IllegalArgumentException(
          "one GPU goes without sharding, several with it, was " + gpus + ", " + sharding);
    }
    step = plain(step);
  }

  private static StepOptions plain(StepOptions s) {
    return new StepOptions(
        s.adapters(),
        s.weightBytes(),
        s.quantised(),
        s.upcast(),
        s.autocast(),
        s.checkpointed(),
        s.loss() == StepOptions.LossKind.FUSED ? StepOptions.LossKind.PLAIN : s.loss(),
        s.optimizer(),
        s.accumulation(),
        StepOptions.AttentionChoice.FAMILY,
        false,
        0,
        false,
        false,
        StepOptions.Fused.NOTHING,
        s.microBatch(),
        s.sequence());
  }

  /** Reads what {@link #values} wrote; a list is its items with blanks between them. */
  public static TraceRequest of(UnaryOperator<String> values) {
    return new TraceRequest(
        StepOptions.of(values),
        Sharding.valueOf(values.apply("parallelism").toUpperCase(Locale.ROOT)),
        Integer.parseInt(values.apply("gpus")));
  }

  /** The request by the names of {@code trace/options.py}, in a fixed order. */
  public Map<String, Object> values() {
    StepOptions.Adapters a = step.adapters();
    boolean packed = step.quantised() != StepOptions.Quantised.NONE;
    Map<String, Object> v = new TreeMap<>();
    v.put("method", step.full() ? "full" : packed ? "qlora" : "lora");
    if (!step.full()) {
      v.put("rank", a.rank());
      v.put("targets", targets(a.targets()));
      v.put("dora", a.dora());
      v.put("dropout", a.dropout() ? SOME_DROPOUT : 0.0);
      v.put("modules_to_save", List.copyOf(a.saved()));
      v.put("adapter_bytes", a.bytes());
    }
    v.put("weight_bytes", step.weightBytes());
    v.put("autocast", step.autocast());
    v.put("quantization", word(step.quantised()).replace('_', '-'));
    v.put("upcast", step.upcast());
    v.put("checkpointing", step.checkpointed() ? "full" : "none");
    v.put("loss", word(step.loss()));
    v.put("optimizer", step.optimizer().key());
    v.put("accumulation", step.accumulation());
    v.put("attention", "sdpa");
    v.put("micro_batch", step.microBatch());
    v.put("sequence", step.sequence());
    v.put("parallelism", word(sharding));
    v.put("gpus", gpus);
    return v;
  }

  private static Object targets(LoraTargets targets) {
    if (targets.all()) {
      return "all-linear";
    }
    List<String> names = new ArrayList<>(targets.names());
    names.sort(String::compareTo);
    return names;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
