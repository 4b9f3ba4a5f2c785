package dev.tuneplan.accuracy;

import dev.tuneplan.model.ModelShape;
import dev.tuneplan.trace.StepOptions;
import dev.tuneplan.trace.StepTrace;
import dev.tuneplan.trace.StepTracer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A step traced in the real libraries (a row of accuracy/traces.csv) beside the same step of the
 * estimator's core.
 *
 * @param about the row's columns that name and group it
 * @param traced what the libraries did
 * @param core what the core says; empty with a reason
 * @param reason why the core says nothing; empty when it does
 */
public record Agreement(
    Map<String, String> about, Figures traced, Optional<Figures> core, String reason) {
  private static final String[] ABOUT = {
    "id",
    "split",
    "model",
    "model_type",
    "method",
    "quantization",
    "upcast",
    "autocast",
    "dora",
    "checkpointing",
    "loss",
    "optimizer",
    "accumulation",
    "attention",
    "micro_batch",
    "sequence",
    "parallelism",
    "group",
    "traced"
  };

  /**
   * What is compared.
   *
   * @param peakBytes most bytes allocated at once
   * @param flops of matrix products and attention in one step
   * @param bytes that operators read and write in one step
   * @param operators kernels of one step
   */
  public record Figures(double peakBytes, double flops, double bytes, double operators) {}

  public Agreement {
    about = Map.copyOf(about);
  }

  /**
   * Plays a row's step.
   *
   * @param f a column's text, empty where there is none
   * @param models the shape of a name in the column {@code model}
   * @throws IllegalArgumentException when a figure is no number
   */
  public static Agreement of(UnaryOperator<String> f, Function<String, ModelShape> models) {
    Map<String, String> about = new TreeMap<>();
    for (String column : ABOUT) {
      about.put(column, f.apply(column));
    }
    Figures traced =
        new Figures(
            Double.parseDouble(f.apply("peak_bytes")),
            Double.parseDouble(f.apply("flops")),
            Double.parseDouble(f.apply("bytes")),
            Double.parseDouble(f.apply("operators")));
    if (!f.apply("parallelism").equals("none")) {
      return new Agreement(about, traced, Optional.empty(), "spread over several GPUs");
    }
    StepTrace core = StepTracer.of(models.apply(f.apply("model")), StepOptions.of(f));
    return new Agreement(
        about,
        traced,
        Optional.of(new Figures(core.peak(), core.flops(), core.bytes(), core.operators())),
        "");
  }
}
