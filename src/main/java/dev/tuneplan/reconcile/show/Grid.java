package dev.tuneplan.reconcile.show;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings.
 *
 * @param columns from left to right
 * @param rows as many cells as columns
 */
record Grid(List<Column> columns, List<List<String>> rows) {
  /** A column; numbers stand to the right. */
  record Column(String title, boolean right) {}

  Grid {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException("a row has " + columns.size() + " cells, was " + row);
      }
    }
  }

  /** With columns by their titles, those with a {@code >} before it to the right. */
  static Grid of(List<String> titles, List<List<String>> rows) {
    return new Grid(
        titles.stream()
            .map(t -> new Column(t.startsWith(">") ? t.substring(1) : t, t.startsWith(">")))
            .toList(),
        rows);
  }

  String text() {
    List<String> titles = columns.stream().map(Column::title).toList();
    StringBuilder out = new StringBuilder();
    int[] widths = widths(titles);
    line(out, titles, widths);
    rows.forEach(r -> line(out, r, widths));
    return out.toString();
  }

  private int[] widths(List<String> titles) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              titles.get(i).length(),
              rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0));
    }
    return widths;
  }

  private void line(StringBuilder out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - cells.get(i).length());
      line.append(columns.get(i).right ? pad + cells.get(i) : cells.get(i) + pad).append("  ");
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  String markdown() {
    StringBuilder out = new StringBuilder();
    markdown(out, columns.stream().map(Column::title).toList());
    markdown(out, columns.stream().map(c -> c.right ? "---:" : "---").toList());
    rows.forEach(r -> markdown(out, r.stream().map(Grid::escaped).toList()));
    return out.toString();
  }

  private static void markdown(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Names come from clusters; what means something in Markdown must not there. */
  private static String escaped(String cell) {
    return cell.replaceAll("([\\\\|`*_<\\[\\]])", "\\\\$1").replace("\n", " ");
  }

  /** The same with rows more. */
  Grid and(List<String> row) {
    List<List<String>> more = new ArrayList<>(rows);
    more.add(row);
    return new Grid(columns, more);
  }
}
