package dev.tuneplan.reconcile.show;

import dev.tuneplan.cost.Bucket;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import java.util.List;
import java.util.Optional;

/**
 * A reconciliation as one page of HTML with its charts in it. It asks for nothing: no script, no
 * font, no picture from elsewhere, so that it can be sent by mail or kept beside the run.
 */
public final class PageForm {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1d2433; --soft: #5b6474; --line: #dde1e8; --page: #fff;
        --total: #46536b; --up: #c8553d; --down: #2c8c7c; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #a3acba; --line: #333b4a;
        --page: #161a22; --total: #8d9bb5; --up: #e07a5f; --down: #4db6a4; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
        max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
      .headline { font-size: 1.15rem; margin: .25rem 0; } .soft, figcaption { color: var(--soft); }
      figure { margin: 0; overflow-x: auto; } svg { width: 100%; min-width: 38rem; height: auto; display: block; }
      svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
      svg .label { text-anchor: end; } svg .tick { text-anchor: middle; fill: var(--soft); font-size: 12px; }
      svg .value { font-variant-numeric: tabular-nums; }
      svg .grid { stroke: var(--line); } svg .zero { stroke: var(--soft); }
      svg .joint { stroke: var(--soft); stroke-dasharray: 2 2; }
      svg .total { fill: var(--total); } svg .up { fill: var(--up); } svg .down { fill: var(--down); }
      figcaption { margin: .25rem 0 1rem; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      th, td { text-align: left; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
      th { color: var(--soft); font-weight: 600; } .right { text-align: right; }
      .key { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .35em; }
      .legend span { margin-right: 1.1em; white-space: nowrap; }
      .scroll { overflow-x: auto; }
      """;

  private static final String PICTURE =
      """
      text { font: 13px system-ui, sans-serif; fill: #1d2433; }
      .label { text-anchor: end; } .tick { text-anchor: middle; fill: #5b6474; font-size: 12px; }
      .grid { stroke: #dde1e8; } .zero { stroke: #5b6474; } .joint { stroke: #5b6474; stroke-dasharray: 2 2; }
      .total { fill: #46536b; } .up { fill: #c8553d; } .down { fill: #2c8c7c; }
      """;

  private PageForm() {}

  /** The page. */
  public static String html(Reconciliation r, Bridge.Method method) {
    Words w = Words.of(r, method);
    StringBuilder out = new StringBuilder();
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .append("<title>")
        .append(Svg.escaped(w.title()))
        .append("</title>\n<style>\n")
        .append(STYLE);
    for (Bucket bucket : Bucket.values()) {
      out.append(
          ".b-"
              + bucket.word()
              + " { fill: "
              + colour(bucket)
              + "; background: "
              + colour(bucket)
              + "; }\n");
    }
    out.append("</style>\n</head>\n<body>\n<h1>").append(Svg.escaped(w.title())).append("</h1>\n");
    out.append("<p class=\"headline\">").append(Svg.escaped(w.headline())).append("</p>\n");
    out.append("<p class=\"soft\">").append(Svg.escaped(w.evidence())).append("</p>\n");
    w.sheet()
        .steps()
        .ifPresent(s -> {
          out.append("<h2>Why</h2>\n<figure>\n")
              .append(Waterfall.of(s, w.sheet().total(), r.cost().currency()))
              .append("<figcaption>")
              .append(Svg.escaped(r.cost().currency() + "; effects told apart " + method.title()))
              .append("</figcaption>\n</figure>\n");
          table(out, w.bridge());
        });
    out.append("<h2>Where it went</h2>\n");
    if (!r.cost().pods().isEmpty()) {
      out.append("<figure>\n").append(Gantt.of(r.cost())).append("<figcaption class=\"legend\">");
      legend(out, r);
      out.append("</figcaption>\n</figure>\n");
    }
    table(out, w.uses());
    out.append("<h2>Pods</h2>\n");
    table(out, w.pods());
    w.use()
        .ifPresent(g -> {
          out.append("<h2>What the GPUs did</h2>\n");
          table(out, g);
        });
    out.append("<h2>Notes</h2>\n<ul>\n");
    w.sentences().forEach(s -> out.append("<li>").append(Svg.escaped(s)).append("</li>\n"));
    return out.append("</ul>\n</body>\n</html>\n").toString();
  }

  /** The waterfall as a picture by itself; empty where there is no bridge. */
  public static Optional<String> svg(Reconciliation r, Bridge.Method method) {
    Sheet sheet = Sheet.of(r, method);
    return sheet
        .steps()
        .map(s ->
            Waterfall.of(s, sheet.total(), r.cost().currency())
                .replaceFirst(">", ">\n<style>\n" + PICTURE + "</style>"));
  }

  private static void legend(StringBuilder out, Reconciliation r) {
    for (Bucket bucket : Bucket.values()) {
      if (!r.cost().deviceTime(bucket).isZero()) {
        out.append("<span><i class=\"key b-" + bucket.word() + "\"></i>")
            .append(bucket.title())
            .append("</span> ");
      }
    }
  }

  private static void table(StringBuilder out, Grid grid) {
    out.append("<div class=\"scroll\"><table>\n");
    row(out, "th", grid, grid.columns().stream().map(Grid.Column::title).toList());
    grid.rows().forEach(cells -> row(out, "td", grid, cells));
    out.append("</table></div>\n");
  }

  private static void row(StringBuilder out, String tag, Grid grid, List<String> cells) {
    out.append("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      out.append('<')
          .append(tag)
          .append(grid.columns().get(i).right() ? " class=\"right\">" : ">")
          .append(Svg.escaped(cells.get(i)))
          .append("</")
          .append(tag)
          .append('>');
    }
    out.append("</tr>\n");
  }

  /** Useful work in green, what surrounds it in blue and grey, waste in red and orange. */
  private static String colour(Bucket bucket) {
    return switch (bucket) {
      case PULL -> "#9fb3cf";
      case SETUP -> "#6f8fbf";
      case PEERS -> "#e9b44c";
      case TRAINING -> "#3a9a6f";
      case EVALUATION -> "#8bc6a4";
      case CHECKPOINT -> "#57b8c6";
      case STALLED -> "#e07a3f";
      case LOST -> "#c8443d";
      case TEARDOWN -> "#a9a3b8";
      case UNTOLD -> "#c9c9c9";
    };
  }
}
