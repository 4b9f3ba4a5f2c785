package dev.tuneplan.cli;

import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.StepSetup;
import dev.tuneplan.estimate.Traceable;
import dev.tuneplan.trace.StepTrace;
import dev.tuneplan.trace.TracedStep;
import dev.tuneplan.tracer.Trace;
import dev.tuneplan.tracer.TraceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A trace beside tuneplan's own model of the same step.
 *
 * @param own empty where tuneplan does not know the model, or the step is spread
 */
record TraceText(
    TraceModel model, StepSetup setup, Traceable asked, Trace trace, Optional<StepTrace> own) {

  /** A figure of both; NaN where tuneplan has none. */
  private record Pair(String name, String unit, double scale, double traced, double own) {
    String difference() {
      return Double.isNaN(own) || own == 0 && traced != 0
          ? "unknown"
          : Text.of("%+.2f %%", traced == own ? 0 : 100 * (own / traced - 1));
    }

    void row(Table t, String format) {
      String mine = Double.isNaN(own) ? "unknown" : Text.of(format, own / scale);
      t.row(
          name + (unit.isEmpty() ? "" : ", " + unit),
          Text.of(format, traced / scale),
          mine,
          difference());
    }

    Map<String, Object> tree() {
      return Tree.of("name", name, "traced", traced, "own", own);
    }
  }

  private List<Pair> memory() {
    TracedStep step = trace.step();
    List<Pair> pairs = new ArrayList<>();
    for (StepTrace.Phase p : StepTrace.Phase.values()) {
      double mine = own.map(o -> o.peak(p)).orElse(Double.NaN);
      pairs.add(new Pair(phase(p), "", Text.GIB, step.peaks().getOrDefault(p, 0.0), mine));
    }
    pairs.add(
        new Pair("peak", "", Text.GIB, step.peak(), own.map(StepTrace::peak).orElse(Double.NaN)));
    return pairs;
  }

  private List<Pair> work() {
    TracedStep step = trace.step();
    return List.of(
        new Pair(
            "products",
            "TFLOP",
            1e12,
            step.linearFlops(),
            own.map(o -> o.layers().linear() + o.head().linear()).orElse(Double.NaN)),
        new Pair(
            "attention",
            "TFLOP",
            1e12,
            step.attentionFlops(),
            own.map(o -> o.layers().attention() + o.head().attention()).orElse(Double.NaN)),
        new Pair("moved", "GB", 1e9, step.allBytes(), own.map(StepTrace::bytes).orElse(Double.NaN)),
        new Pair(
            "kernels",
            "",
            1,
            step.allOperators(),
            own.map(StepTrace::operators).orElse(Double.NaN)));
  }

  private static String phase(StepTrace.Phase p) {
    return p == StepTrace.Phase.STEP ? "optimizer step" : p.name().toLowerCase(Locale.ROOT);
  }

  String text(boolean markdown) {
    Table memory = new Table("allocated memory, GiB", "traced", "tuneplan", "difference");
    memory().forEach(p -> p.row(memory, "%.3f"));
    Table alive = new Table("alive at the peak", "GiB", "share");
    TracedStep step = trace.step();
    for (TracedStep.Part p : step.alive()) {
      alive.row(
          p.name(),
          Text.of("%.3f", p.bytes() / Text.GIB),
          Text.of("%.1f %%", 100 * p.bytes() / step.peak()));
    }
    Table work =
        new Table("a micro-step and its optimizer step", "traced", "tuneplan", "difference");
    work().forEach(p -> p.row(work, p.scale() == 1 ? "%,.0f" : "%.3f"));
    return heading()
        + List.of(memory, alive, work).stream()
            .map(t -> markdown ? t.markdown() : t.text())
            .collect(Collectors.joining("\n"))
        + "\n"
        + closing();
  }

  private String heading() {
    TracedStep step = trace.step();
    Method m = setup.method();
    String method = m.type().name().toLowerCase(Locale.ROOT) + (m.full() ? "" : " r" + m.rank());
    String spread =
        setup.gpus() == 1
            ? "1 GPU"
            : setup.gpus() + " GPUs " + setup.parallelism().name().toLowerCase(Locale.ROOT);
    return Text.of(
        "%s, %s, %s, %d x %d tokens a micro-step, %d micro-step%s a step,"
            + " checkpointing %s, %s, stack %s%n"
            + "%,d parameters, %,d of them trained; attention %s%n"
            + "traced with %s in %.0f s%s%s%n%n",
        model.name(),
        method,
        spread,
        setup.microBatch(),
        setup.sequence(),
        setup.accumulation(),
        setup.accumulation() == 1 ? "" : "s",
        setup.checkpointing().name().toLowerCase(Locale.ROOT),
        setup.optimizer().key(),
        setup.stack().id(),
        step.parameters(),
        step.trainable(),
        step.attention(),
        step.libraries().entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", ")),
        trace.seconds(),
        trace.trusted() ? ", the folder's own code allowed" : "",
        trace.cached() ? " (cached)" : "");
  }

  private String closing() {
    StringBuilder out = new StringBuilder();
    out.append(Text.of("The peak is in the %s.%n", phase(trace.step().peakPhase())));
    if (model.ownCode() && !trace.trusted()) {
      out.append(
          "config.json names code of the folder's own, which did not run: Transformers' own class"
              + " did. --trust-code lets it.\n");
    }
    if (own.isEmpty()) {
      out.append(
          setup.gpus() > 1
              ? "tuneplan's own figures of a spread step are in 'tuneplan estimate'.\n"
              : "tuneplan's own model of a step does not know this model.\n");
    }
    if (!asked.different().isEmpty()) {
      out.append(
          Text.of(
              "Not traced, since the libraries do not do it: %s. Estimates keep to tuneplan's own"
                  + " model.%n",
              String.join(", ", asked.different())));
    }
    out.append(
        "Not in it: the allocator's slack, the CUDA context, the kernels' inner workspaces.\n");
    return out.toString();
  }

  Map<String, Object> tree() {
    TracedStep step = trace.step();
    return Tree.of(
        "model", model.name(),
        "trustedCode", trace.trusted(),
        "basis", step.basis(),
        "libraries", step.libraries(),
        "cached", trace.cached(),
        "seconds", trace.seconds(),
        "request", trace.request().values(),
        "parameters", step.parameters(),
        "trainable", step.trainable(),
        "attention", step.attention(),
        "peakPhase", phase(step.peakPhase()),
        "memoryBytes", memory().stream().map(Pair::tree).toList(),
        "aliveBytes",
            step.alive().stream().map(p -> Tree.of("name", p.name(), "bytes", p.bytes())).toList(),
        "work", work().stream().map(Pair::tree).toList(),
        "notTraced", asked.different(),
        "usedByEstimates", asked.exact().isPresent());
  }
}
