package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Calibration;
import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Interruptions;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A calibration for people and machines. */
final class CalibrationText {
  /** Without any run an estimate's spread is about that of all measured ones. */
  private static final Map<Quantity, Double> SPREAD =
      Map.of(
          Quantity.SPEED, 0.13, Quantity.MEMORY, 0.2, Quantity.SETUP, 0.45, Quantity.OVERHEAD, 0.1);

  private CalibrationText() {}

  /** One line for each trainer, GPU, method and quantity. */
  private record Line(Observation like, Correction correction) {}

  private static List<Line> lines(CalibrationVersion v) {
    Calibration calibration = Calibration.of(v.learned(), v.made());
    Map<String, Line> lines = new TreeMap<>();
    for (Observation o : v.learned()) {
      String group =
          String.join(
              " ",
              o.key().stack(),
              o.key().gpu(),
              o.key().method(),
              Integer.toString(o.quantity().ordinal()));
      double spread = SPREAD.getOrDefault(o.quantity(), 0.2);
      lines.computeIfAbsent(group, g -> new Line(o, calibration.of(o.quantity(), o.key(), spread)));
    }
    return List.copyOf(lines.values());
  }

  static String of(CalibrationVersion v, boolean markdown) {
    if (v.learned().isEmpty()) {
      return "nothing was learned yet: 'tuneplan reconcile RUN' of runs that have a plan teaches\n";
    }
    Table table = new Table("stack", "gpu", "method", "what", "runs", "factor", "P10-P90");
    for (Line l : lines(v)) {
      Correction c = l.correction;
      table.row(
          l.like.key().stack(),
          l.like.key().gpu(),
          l.like.key().method(),
          l.like.quantity().word(),
          c.runs() + (c.beyond() > 0 ? " (" + c.beyond() + " out of memory)" : ""),
          Text.of("x%.2f", c.factor()),
          Text.of("x%.2f - x%.2f", c.of(1).p10(), c.of(1).p90()));
    }
    StringBuilder out = new StringBuilder(markdown ? table.markdown() : table.text());
    for (Map.Entry<String, Interruptions.Rate> e : rates(v).entrySet()) {
      Interruptions.Rate r = e.getValue();
      out.append(
          Text.of(
              "interruptions of spot machines with %s: %d in %.1f GPU-hours, %.3f an hour%n",
              e.getKey(), r.seen(), r.gpuHours(), r.perGpuHour()));
    }
    out.append(
        Text.of(
            "version %d: %d run%s, %d left out%n",
            v.number(), runs(v), runs(v) == 1 ? "" : "s", v.excluded().size()));
    v.excluded()
        .forEach(e ->
            out.append("  left out: ")
                .append(e.observation().quantity().word())
                .append(" of ")
                .append(e.observation().id())
                .append(", ")
                .append(e.why())
                .append('\n'));
    return out.toString();
  }

  private static long runs(CalibrationVersion v) {
    return v.learned().stream().map(Observation::id).distinct().count();
  }

  private static Map<String, Interruptions.Rate> rates(CalibrationVersion v) {
    Interruptions all = Interruptions.of(v.exposures());
    Map<String, Interruptions.Rate> rates = new TreeMap<>();
    for (String gpu : new TreeSet<>(v.exposures().stream().map(Exposure::gpu).toList())) {
      all.of(gpu).ifPresent(r -> rates.put(gpu, r));
    }
    return rates;
  }

  static Map<String, Object> tree(CalibrationVersion v) {
    List<Object> groups = new ArrayList<>();
    lines(v).forEach(l -> groups.add(group(l)));
    List<Object> rates = new ArrayList<>();
    rates(v)
        .forEach((gpu, r) ->
            rates.add(
                Tree.of(
                    "gpu", gpu,
                    "perGpuHour", r.perGpuHour(),
                    "seen", r.seen(),
                    "gpuHours", r.gpuHours())));
    return Tree.of(
        "version", v.number(),
        "runs", runs(v),
        "groups", groups,
        "interruptions", rates,
        "excluded",
            v.excluded().stream()
                .map(e ->
                    Tree.of(
                        "id", e.observation().id(),
                        "quantity", e.observation().quantity().word(),
                        "why", e.why()))
                .toList());
  }

  private static Map<String, Object> group(Line l) {
    Correction c = l.correction;
    return Tree.of(
        "stack", l.like.key().stack(),
        "gpu", l.like.key().gpu(),
        "method", l.like.key().method(),
        "quantity", l.like.quantity().word(),
        "runs", c.runs(),
        "outOfMemory", c.beyond(),
        "factor", c.factor(),
        "logSd", c.logSd(),
        "last", c.last().toString());
  }
}
