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

  /** Which columns stand to the right; looked at once, not again for each row. */
  private boolean[] right() {
    boolean[] right = new boolean[headings.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = numeric(i);
    }
    return right;
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
    boolean[] right = right();
    StringBuilder out = new StringBuilder();
    line(out, headings, new Shape(w, right), "");
    for (List<String> row : rows) {
      line(out, row, new Shape(w, right), "");
    }
    return out.toString();
  }

  String markdown() {
    int[] w = widths();
    boolean[] right = right();
    StringBuilder out = new StringBuilder();
    line(out, headings, new Shape(w, right), "| ");
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < w.length; i++) {
      rule.add(right[i] ? "-".repeat(Math.max(2, w[i] - 1)) + ":" : "-".repeat(Math.max(3, w[i])));
    }
    line(out, rule, new Shape(w, right), "| ");
    for (List<String> row : rows) {
      line(out, row, new Shape(w, right), "| ");
    }
    return out.toString();
  }

  /** Widths of the columns, and which stand to the right. */
  @SuppressWarnings("ArrayRecordComponent") // seen by nobody else
  private record Shape(int[] widths, boolean[] right) {}

  private static void line(StringBuilder out, List<String> cells, Shape shape, String edge) {
    int[] w = shape.widths;
    String between = edge.isEmpty() ? "  " : " | ";
    StringBuilder line = new StringBuilder(edge);
    for (int i = 0; i < w.length; i++) {
      String cell = cells.get(i);
      String pad = " ".repeat(Math.max(0, w[i] - cell.length()));
      line.append(shape.right[i] ? pad + cell : cell + pad);
      line.append(i + 1 < w.length ? between : "");
    }
    out.append(edge.isEmpty() ? line.toString().stripTrailing() : line + " |").append('\n');
  }
}
