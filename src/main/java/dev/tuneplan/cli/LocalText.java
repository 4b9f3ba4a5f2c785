package dev.tuneplan.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a local launch is about to do. */
final class LocalText {
  private LocalText() {}

  static String of(LocalRun run, Path folder, List<LocalChecks.Finding> findings) {
    StringBuilder out = new StringBuilder();
    var plan = run.plan();
    var hours = plan.forecast().hours();
    row(out, "run", plan.id().hex() + "  " + plan.spec().name() + ": " + plan.spec().model());
    row(
        out,
        "command",
        run.trainer().command().stream().map(LocalText::quoted).collect(Collectors.joining(" ")));
    row(out, "folder", folder.toString());
    run.trainer()
        .files()
        .keySet()
        .forEach(f -> row(out, "config", folder.resolve("config").resolve(f).toString()));
    String cost =
        plan.forecast()
            .usd()
            .map(u -> Text.usd(u.p10()) + " - " + Text.usd(u.p90()))
            .orElse("unpriced");
    row(
        out,
        "planned",
        plan.forecast().steps()
            + " steps, "
            + Text.hours(hours)
            + ", "
            + cost
            + " on "
            + plan.chosen().gpus()
            + " x "
            + plan.chosen().gpu());
    limits(run, out);
    run.trainer().notes().forEach(n -> row(out, "note", n));
    findings.forEach(f -> row(out, f.fault() ? "fault" : "warning", f.text()));
    return out.toString();
  }

  private static void limits(LocalRun run, StringBuilder out) {
    var budget = run.plan().spec().budget();
    if (budget.usd().isPresent() && run.usdPerHour().isPresent()) {
      row(out, "limit", Text.usd(budget.usd().getAsDouble()) + " over all attempts");
    }
    if (budget.hours().isPresent()) {
      row(out, "limit", Text.hours(budget.hours().getAsDouble()) + " over all attempts");
    }
  }

  private static void row(StringBuilder out, String title, String text) {
    out.append(Text.of("%-8s %s", title, text)).append('\n');
  }

  private static String quoted(String word) {
    return word.matches("[-\\w./=:,@%+]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
