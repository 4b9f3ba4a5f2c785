package dev.tuneplan.cli;

import dev.tuneplan.agent.sample.Glance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * GPUs as people see them.
 *
 * @param gpus as they were lately
 */
record GlanceText(List<Glance> gpus) {
  private static final double MIB_PER_GIB = 1024;
  private static final double WATTS_PER_KW = 1000;

  /** The widest figures and their spaces, beside two bars. */
  private static final int FIGURES = 41;

  private static final int LONGEST = 20;
  private static final int SHORTEST = 4;

  /** As the rule for waste has it. */
  private static final double LOW = 20;

  private static final double HALF = 50;

  GlanceText {
    gpus = List.copyOf(gpus);
  }

  /** A line for each, with bars where there is room. */
  List<String> lines(Screen screen) {
    int bar = Math.clamp((screen.columns() - RunText.TITLE - FIGURES) / 2, 0, LONGEST);
    boolean bars = screen.bars() && bar >= SHORTEST;
    return gpus.stream().map(g -> line(g, bars ? bar : 0, screen)).toList();
  }

  private static String line(Glance g, int bar, Screen screen) {
    StringBuilder out = new StringBuilder();
    if (bar > 0) {
      String drawn = bar(g.busy(), OptionalDouble.of(100), bar);
      out.append(screen.paint(colour(g.busy().orElse(100)), drawn)).append(' ');
    }
    out.append(Text.of("%5s", percent(g.busy())));
    if (bar > 0) {
      out.append("  ").append(bar(g.memoryMiB(), g.ofMiB(), bar));
    }
    out.append(Text.of("  %15s", memory(g)));
    g.watts().ifPresent(w -> out.append("  ").append(watts(w)));
    return out.toString();
  }

  private static Screen.Colour colour(double busy) {
    return busy >= HALF
        ? Screen.Colour.GREEN
        : busy >= LOW ? Screen.Colour.YELLOW : Screen.Colour.RED;
  }

  /** What is not known is no empty bar. */
  private static String bar(OptionalDouble part, OptionalDouble of, int width) {
    if (part.isEmpty() || of.isEmpty()) {
      return " ".repeat(width + 2);
    }
    double full = part.getAsDouble() / of.getAsDouble();
    int filled = (int) Math.clamp(Math.round(full * width), 0, width);
    return "[" + "#".repeat(filled) + "-".repeat(width - filled) + "]";
  }

  private static String percent(OptionalDouble busy) {
    return busy.isPresent() ? Text.of("%.0f %%", busy.getAsDouble()) : "?";
  }

  private static String memory(Glance g) {
    String used =
        g.memoryMiB().isPresent()
            ? Text.of("%.1f", g.memoryMiB().getAsDouble() / MIB_PER_GIB)
            : "?";
    return used
        + (g.ofMiB().isPresent() ? Text.of("/%.1f", g.ofMiB().getAsDouble() / MIB_PER_GIB) : "")
        + " GiB";
  }

  private static String watts(double watts) {
    return watts >= 10 * WATTS_PER_KW
        ? Text.of("%.1f kW", watts / WATTS_PER_KW)
        : Text.of("%.0f W", watts);
  }

  /** All of them in some words: how busy each, the fullest, the power of all. */
  String brief() {
    List<String> parts = new ArrayList<>();
    List<Double> busy = values(Glance::busy);
    if (!busy.isEmpty()) {
      parts.add(
          busy.stream().map(v -> Text.of("%.0f", v)).collect(Collectors.joining(" ")) + " % busy");
    }
    gpus.stream()
        .filter(g -> g.memoryMiB().isPresent())
        .max(Comparator.comparingDouble(g -> g.memoryMiB().getAsDouble()))
        .ifPresent(g -> parts.add(memory(g)));
    List<Double> power = values(Glance::watts);
    if (!power.isEmpty()) {
      parts.add(watts(power.stream().mapToDouble(v -> v).sum()));
    }
    return (gpus.size() == 1 ? "GPU " : "GPUs ") + String.join(", ", parts);
  }

  private List<Double> values(Function<Glance, OptionalDouble> of) {
    return gpus.stream()
        .map(of)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }
}
