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
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A trace beside tuneplan's own model of the same step.
 *
 * @param own empty where tuneplan does not know the model, or the step is spread
 */
record TraceText(
    TraceModel model, StepSetup setup, Traceable asked, Trace trace, Optional<StepTrace> own) {

  /** A figure of both; NaN where tuneplan has none. */
  private record Pair(String name, double traced, double own) {
    String difference() {
      if (Double.isNaN(own) || traced == 0) {
        return "";
      }
      // adding 0 makes no difference negative that is none
      return Text.of("%+.2f %%", 0.0 + Math.round(1e4 * (own / traced - 1)) / 1e2);
    }

    void row(Table t, Unit unit, String label) {
      t.row(label, unit.of(traced), Double.isNaN(own) ? "unknown" : unit.of(own), difference());
    }

    Map<String, Object> tree() {
      Object mine = Double.isNaN(own) ? Output.None.NONE : Math.round(own);
      return Tree.of("name", name, "traced", Math.round(traced), "own", mine);
    }
  }

  /** A unit in which the figures of a table can be read. */
  private record Unit(String name, double size, String format) {
    String of(double value) {
      return Text.of(format, value / size);
    }

    /** The large unit, or the small one for values below a tenth of it. */
    static Unit fit(double most, Unit large, Unit small) {
      return most < large.size / 10 ? small : large;
    }

    static Unit memory(double most) {
      return fit(most, new Unit("GiB", 1L << 30, "%.3f"), new Unit("MiB", 1L << 20, "%.3f"));
    }

    static Unit flops(double most) {
      return fit(most, new Unit("TFLOP", 1e12, "%.3f"), new Unit("GFLOP", 1e9, "%.3f"));
    }

    static Unit bytes(double most) {
      return fit(most, new Unit("GB", 1e9, "%.3f"), new Unit("MB", 1e6, "%.3f"));
    }
  }

  private Pair pair(String name, double traced, ToDoubleFunction<StepTrace> ours) {
    return new Pair(name, traced, own.map(ours::applyAsDouble).orElse(Double.NaN));
  }

  private List<Pair> memory() {
    TracedStep step = trace.step();
    List<Pair> pairs = new ArrayList<>();
    for (StepTrace.Phase p : StepTrace.Phase.values()) {
      pairs.add(pair(phase(p), step.peaks().getOrDefault(p, 0.0), o -> o.peak(p)));
    }
    pairs.add(pair("peak", step.peak(), StepTrace::peak));
    return pairs;
  }

  private Pair products() {
    return pair(
        "products", trace.step().linearFlops(), o -> o.layers().linear() + o.head().linear());
  }

  private Pair attention() {
    return pair(
        "attention",
        trace.step().attentionFlops(),
        o -> o.layers().attention() + o.head().attention());
  }

  private Pair moved() {
    return pair("moved", trace.step().allBytes(), StepTrace::bytes);
  }

  private Pair kernels() {
    return pair("kernels", trace.step().allOperators(), StepTrace::operators);
  }

  private static String phase(StepTrace.Phase p) {
    return p == StepTrace.Phase.STEP ? "optimizer step" : p.name().toLowerCase(Locale.ROOT);
  }

  String text(boolean markdown) {
    TracedStep step = trace.step();
    Unit unit = Unit.memory(step.peak());
    Table memory =
        new Table("allocated memory, " + unit.name(), "traced", "tuneplan", "difference");
    memory().forEach(p -> p.row(memory, unit, p.name()));
    Table alive = new Table("alive at the peak", unit.name(), "share");
    for (TracedStep.Part p : step.alive()) {
      alive.row(p.name(), unit.of(p.bytes()), Text.of("%.1f %%", 100 * p.bytes() / step.peak()));
    }
    Table work =
        new Table("a micro-step and its optimizer step", "traced", "tuneplan", "difference");
    Unit flops = Unit.flops(step.flops());
    products().row(work, flops, "products, " + flops.name());
    attention().row(work, flops, "attention, " + flops.name());
    Unit bytes = Unit.bytes(step.allBytes());
    moved().row(work, bytes, "moved, " + bytes.name());
    kernels().row(work, new Unit("", 1, "%,.0f"), "kernels");
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
    StepTrace.Phase peak = trace.step().peakPhase();
    out.append(
        Text.of(
            "The peak is in the %s.%n",
            peak == StepTrace.Phase.STEP ? phase(peak) : phase(peak) + " pass"));
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
            step.alive().stream()
                .map(p -> Tree.of("name", p.name(), "bytes", Math.round(p.bytes())))
                .toList(),
        "work",
            List.of(products(), attention(), moved(), kernels()).stream().map(Pair::tree).toList(),
        "notTraced", asked.different(),
        "usedByEstimates", asked.exact().isPresent());
  }
}
