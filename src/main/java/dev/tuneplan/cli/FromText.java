package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.trainer.KeyReport;
import dev.tuneplan.trainer.KeyReport.Why;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of a trainer's keys, for people and for machines. */
final class FromText {
  private FromText() {}

  /** Contradictions, and keys that matter and are not used, alone. */
  static String doubts(TrainerRun run, boolean markdown) {
    StringBuilder out = new StringBuilder();
    doubts(run.config().report(), out, markdown);
    return out.toString();
  }

  /** Every key in one of three lists. */
  static String of(TrainerRun run, boolean markdown) {
    KeyReport r = run.config().report();
    StringBuilder out = new StringBuilder("\n");
    out.append("Read from ").append(String.join(", ", r.files())).append(".\n");
    Table used = new Table("used", "at", "as");
    r.used().forEach(u -> used.row(u.key(), at(u.place()), cell(became(u.became(), run.spec()))));
    out.append(markdown ? "\n" + used.markdown() : used.text());
    if (!r.filled().isEmpty()) {
      Table filled = new Table("missing, filled", "as", "by");
      r.filled()
          .forEach(
              x -> filled.row(x.key(), cell(became(x.became(), run.spec())), cell(x.source())));
      out.append('\n').append(markdown ? filled.markdown() : filled.text());
    }
    list(out, "Worked out", run.notes(), markdown);
    doubts(r, out, markdown);
    if (!r.unused(Why.NEUTRAL).isEmpty()) {
      out.append("\nNot used by the estimate: ")
          .append(
              r.unused(Why.NEUTRAL).stream()
                  .map(u -> shortened(u.key(), r))
                  .distinct()
                  .collect(Collectors.joining(", ")))
          .append(".\n");
    }
    return out.toString();
  }

  private static void doubts(KeyReport r, StringBuilder out, boolean markdown) {
    list(out, "Warnings", r.warnings(), markdown);
    list(
        out,
        "Not used by the estimate, though it matters",
        r.unused(Why.NOT_MODELLED).stream()
            .map(u -> u.place() + " " + u.key() + ": " + u.text())
            .toList(),
        markdown);
    list(
        out,
        "Not used by the estimate, and not known",
        r.unused(Why.UNKNOWN).stream()
            .map(u -> u.place() + " " + u.key() + ": " + u.text())
            .toList(),
        markdown);
  }

  private static void list(StringBuilder out, String title, List<String> lines, boolean markdown) {
    if (lines.isEmpty()) {
      return;
    }
    out.append('\n').append(title).append(markdown ? ":\n\n" : ":\n");
    lines.forEach(l -> out.append(markdown ? "- " : "  ").append(l).append('\n'));
  }

  /** The first part of a key, where nothing below that is used. */
  private static String shortened(String key, KeyReport r) {
    String top = key.split("[.\\[]")[0];
    boolean partly =
        r.used().stream().anyMatch(u -> u.key().equals(top) || u.key().matches(top + "[.\\[].*"));
    return partly ? key : top;
  }

  /** The file's own name and the line; machines get the whole place. */
  private static String at(Place place) {
    String file = place.file().substring(place.file().lastIndexOf('/') + 1);
    return place.line() == 0 ? file : file + ":" + place.line();
  }

  /** Markdown takes a bar in a cell for its end. */
  private static String cell(String text) {
    return text.replace("|", "/");
  }

  /** With the option that goes before a file's value. */
  private static String became(String became, Leaves spec) {
    int equals = became.indexOf(" = ");
    String key = equals < 0 ? "" : became.substring(0, equals);
    if (spec.values().get(key) instanceof Node n && n.place().file().startsWith("--")) {
      Object value = Leaves.plain(n);
      String shown =
          value instanceof List<?> l
              ? l.stream().map(String::valueOf).collect(Collectors.joining(", "))
              : String.valueOf(value);
      return became.substring(equals + 3).equals(shown)
          ? became
          : became + "; " + n.place().file() + " " + shown + " goes before it";
    }
    return became;
  }

  /** The same for machines. */
  static Map<String, Object> tree(TrainerRun run) {
    KeyReport r = run.config().report();
    return Tree.of(
        "trainer", run.config().trainer().id(),
        "files", r.files(),
        "used",
            r.used().stream()
                .map(u ->
                    Tree.of(
                        "key", u.key(),
                        "place", u.place().toString(),
                        "as", became(u.became(), run.spec())))
                .toList(),
        "filled",
            r.filled().stream()
                .map(x ->
                    Tree.of(
                        "key", x.key(),
                        "as", became(x.became(), run.spec()),
                        "source", x.source()))
                .toList(),
        "workedOut", run.notes(),
        "warnings", r.warnings(),
        "notUsed",
            r.unused().stream()
                .map(u ->
                    Tree.of(
                        "key", u.key(),
                        "place", u.place().toString(),
                        "why",
                            switch (u.why()) {
                              case NEUTRAL -> "changes neither memory nor speed";
                              case NOT_MODELLED -> "not modelled";
                              case UNKNOWN -> "unknown";
                            },
                        "text", u.text()))
                .toList());
  }
}
