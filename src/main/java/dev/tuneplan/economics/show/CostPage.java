package dev.tuneplan.economics.show;

import dev.tuneplan.economics.Weighing;
import dev.tuneplan.reconcile.show.Svg;

/**
 * A weighing as one page of HTML with its chart in it. It asks for nothing: no script, no font, no
 * picture from elsewhere.
 */
public final class CostPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1d2433; --line: #dde1e8; --page: #fff; --soft: #5b6474; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --line: #333b4a; --page: #161a22;
        --soft: #a3acba; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
        max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.3rem; margin: 0; }
      figure { margin: 1rem 0; overflow-x: auto; } svg { width: 100%; min-width: 38rem; height: auto; }
      svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
      svg .label { text-anchor: end; } svg .tick { text-anchor: middle; fill: var(--soft); }
      svg .grid { stroke: var(--line); }
      pre { font: 13px/1.45 ui-monospace, monospace; overflow-x: auto; }
      """;

  private CostPage() {}

  /**
   * The page.
   *
   * @param text what the command says of it
   */
  public static String html(Weighing w, String text) {
    String title = "Does fine-tuning pay? " + w.name();
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
        + Svg.escaped(title)
        + "</title>\n<style>\n"
        + STYLE
        + CostChart.colours()
        + "</style>\n</head>\n<body>\n<h1>"
        + Svg.escaped(title)
        + "</h1>\n<figure>\n"
        + CostChart.picture(w)
        + "<figcaption>USD paid in all, by months; what is paid before stands at 0, with likely"
        + " hours of work</figcaption>\n"
        + "</figure>\n"
        + "<pre>\n"
        + Svg.escaped(text)
        + "</pre>\n</body>\n</html>\n";
  }
}
