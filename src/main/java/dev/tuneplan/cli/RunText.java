package dev.tuneplan.cli;

import dev.tuneplan.runs.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run as people read it. */
final class RunText {
  /** The width of what a line begins with. */
  static final int TITLE = 11;

  private static final int BAR = 40;

  /** The steps, and how much that is. */
  private static final int STEPS = 29;

  private static final int SHORTEST = 4;

  private RunText() {}

  /** One line: what changed since the last. */
  static String line(RunView v) {
    List<String> parts = new ArrayList<>();
    parts.add(v.run().id());
    parts.add(v.stateWord());
    v.step().ifPresent(s -> parts.add("step " + s + "/" + v.total()));
    loss(v).ifPresent(parts::add);
    speed(v).ifPresent(parts::add);
    parts.add(money(v));
    v.status().why().ifPresent(parts::add);
    v.warning().ifPresent(w -> parts.add("WARNING: " + w));
    return String.join("  ", parts);
  }

  /** One line, with the GPUs. */
  static String lineWithGpus(RunView v) {
    return line(v) + "  " + new GlanceText(v.glances()).brief();
  }

  /** One screen. */
  static String screen(RunView v, Screen screen) {
    StringBuilder out = new StringBuilder();
    row(out, v.run().name(), v.run().id() + "  " + v.run().model() + ", " + v.run().trainer());
    row(out, "hardware", v.run().gpus());
    String attempt = v.attempt() > 1 ? "  (attempt " + v.attempt() + ")" : "";
    row(out, "state", v.stateWord() + attempt);
    v.step().ifPresent(s -> row(out, "progress", bar(s, v.total(), screen)));
    loss(v).ifPresent(text -> row(out, "loss", text.substring("loss ".length())));
    speed(v).ifPresent(text -> row(out, "speed", text));
    row(
        out,
        "time",
        Text.hours(v.hours())
            + left(v.hoursLeft())
            + ", planned "
            + Text.hours(v.run().plan().hours()));
    row(out, "cost", money(v));
    int number = 0;
    for (String gpu : new GlanceText(v.glances()).lines(screen)) {
      row(out, "GPU " + number++, gpu);
    }
    v.status().why().ifPresent(why -> row(out, v.state().live() ? "why" : "end", why));
    v.warning().ifPresent(w -> row(out, "warning", w));
    return out.toString();
  }

  private static void row(StringBuilder out, String title, String text) {
    out.append(Text.of("%-10s %s", title, text)).append('\n');
  }

  private static String bar(long step, long total, Screen screen) {
    if (total <= 0) {
      return "step " + step;
    }
    int width = Math.clamp(screen.columns() - TITLE - STEPS, 0, BAR);
    int filled = (int) Math.clamp(step * width / total, 0, width);
    String drawn =
        width < SHORTEST ? "" : "[" + "#".repeat(filled) + "-".repeat(width - filled) + "] ";
    return drawn + step + "/" + total + Text.of(" (%.0f %%)", 100.0 * step / total);
  }

  private static String left(OptionalDouble hours) {
    return hours.isPresent() ? ", about " + Text.hours(hours.getAsDouble()) + " left" : "";
  }

  private static Optional<String> loss(RunView v) {
    return v.last()
        .map(a -> a.progress("loss"))
        .filter(OptionalDouble::isPresent)
        .map(l -> Text.of("loss %.4g", l.getAsDouble()));
  }

  private static Optional<String> speed(RunView v) {
    OptionalDouble speed = v.tokensPerSecond();
    if (speed.isEmpty()) {
      return Optional.empty();
    }
    double planned = v.run().plan().tokensPerSecond();
    String against =
        planned > 0
            ? Text.of(
                " (planned %.0f, %+.0f %%)", planned, 100 * (speed.getAsDouble() / planned - 1))
            : "";
    return Optional.of(Text.of("%.0f tokens/s%s", speed.getAsDouble(), against));
  }

  static String money(RunView v) {
    OptionalDouble usd = v.usd();
    if (usd.isEmpty()) {
      return "unpriced";
    }
    OptionalDouble end = v.usdAtCompletion();
    OptionalDouble planned = v.run().plan().usd();
    return Text.usd(usd.getAsDouble())
        + (end.isPresent() ? " so far, " + Text.usd(end.getAsDouble()) + " at completion" : "")
        + (planned.isPresent() ? ", planned " + Text.usd(planned.getAsDouble()) : "");
  }

  /** What one can do with a run. */
  static String next(RunView v) {
    return v.state().live()
        ? commands(v.run().id())
        : v.state() == RunState.FINISHED
            ? "--again runs it once more, from its last checkpoint"
            : "--again makes a new attempt from its last checkpoint";
  }

  /**
   * What one can do with a run that is not over.
   *
   * @param run the words that name it
   */
  static String commands(String run) {
    return "watch it with 'tuneplan watch "
        + run
        + "', read it with 'tuneplan logs "
        + run
        + " -f', end it with 'tuneplan cancel "
        + run
        + "'";
  }
}
