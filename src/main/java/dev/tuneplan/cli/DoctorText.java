package dev.tuneplan.cli;

import dev.tuneplan.kube.doctor.Check;
import dev.tuneplan.kube.doctor.Report;
import dev.tuneplan.kube.doctor.Section;
import dev.tuneplan.kube.doctor.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the doctor found, for people and for programs. */
final class DoctorText {
  private DoctorText() {}

  static String of(Output form, Report report) {
    return form.render(markdown -> markdown ? markdown(report) : text(report), () -> tree(report));
  }

  private static String text(Report report) {
    StringBuilder out = new StringBuilder();
    for (Section section : report.sections()) {
      out.append(section.title()).append('\n');
      List<Check> checks = section.checks();
      int width = checks.stream().mapToInt(c -> c.subject().length()).max().orElse(1);
      for (int i = 0; i < checks.size(); i++) {
        Check c = checks.get(i);
        out.append(
            Text.of("  %-7s  %-" + width + "s  %s%n", c.state().word(), c.subject(), c.found()));
        // one thing to do for many checks is said once, after them
        boolean same = i + 1 < checks.size() && checks.get(i + 1).fix().equals(c.fix());
        if (!c.fix().isEmpty() && !same) {
          out.append(Text.of("  %7s  -> %s%n", "", c.fix()));
        }
      }
      out.append('\n');
    }
    return out.append(summary(report)).append('\n').toString();
  }

  private static String markdown(Report report) {
    StringBuilder out = new StringBuilder();
    for (Section section : report.sections()) {
      Table table = new Table("state", "check", "found", "what to do");
      section
          .checks()
          .forEach(
              c -> table.row(c.state().word(), cell(c.subject()), cell(c.found()), cell(c.fix())));
      out.append("## ").append(section.title()).append("\n\n");
      out.append(table.markdown()).append('\n');
    }
    return out.append(summary(report)).append('\n').toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ');
  }

  private static String summary(Report report) {
    long missing = report.count(State.MISSING);
    return (missing == 0 ? "Nothing that is needed is missing" : missing + " missing")
        + "; "
        + report.count(State.WARNING)
        + " warnings, "
        + report.count(State.UNKNOWN)
        + " unknown.";
  }

  private static Map<String, Object> tree(Report report) {
    List<Object> sections = new ArrayList<>();
    for (Section s : report.sections()) {
      sections.add(
          Tree.of(
              "section",
              s.id(),
              "title",
              s.title(),
              "checks",
              s.checks().stream()
                  .map(c ->
                      Tree.of(
                          "check", c.subject(),
                          "state", c.state().word(),
                          "found", c.found(),
                          "fix", c.fix()))
                  .toList()));
    }
    return Tree.of(
        "missing", report.count(State.MISSING),
        "warnings", report.count(State.WARNING),
        "unknown", report.count(State.UNKNOWN),
        "sections", sections);
  }
}
