package dev.tuneplan.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, as aligned text or as Markdown. Numbers are set to the right. */
final class Table {
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  private int[] widths() {
    int[] w = new int[headings.size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = headings.get(i).length();
      for (List<String> row : rows) {
        w[i] = Math.max(w[i], row.get(i).length());
      }
    }
    return w;
  }

  private boolean numeric(int column) {
    return !rows.isEmpty()
        && rows.stream()
            .allMatch(r -> r.get(column).isEmpty() || r.get(column).matches("[-~$<]?[0-9].*"));
  }

  String text() {
    int[] w = widths();
    StringBuilder out = new StringBuilder();
    line(out, headings, w, "  ", "");
    for (List<String> row : rows) {
      line(out, row, w, "  ", "");
    }
    return out.toString();
  }

  String markdown() {
    int[] w = widths();
    StringBuilder out = new StringBuilder();
    line(out, headings, w, " | ", "| ");
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < w.length; i++) {
      rule.add(
          numeric(i) ? "-".repeat(Math.max(2, w[i] - 1)) + ":" : "-".repeat(Math.max(3, w[i])));
    }
    line(out, rule, w, " | ", "| ");
    for (List<String> row : rows) {
      line(out, row, w, " | ", "| ");
    }
    return out.toString();
  }

  private void line(StringBuilder out, List<String> cells, int[] w, String between, String edge) {
    StringBuilder line = new StringBuilder(edge);
    for (int i = 0; i < w.length; i++) {
      String cell = cells.get(i);
      String pad = " ".repeat(Math.max(0, w[i] - cell.length()));
      line.append(numeric(i) ? pad + cell : cell + pad);
      line.append(i + 1 < w.length ? between : "");
    }
    out.append(edge.isEmpty() ? line.toString().stripTrailing() : line + " |").append('\n');
  }
}
