package dev.tuneplan.template;

/**
 * A text that the filters {@code safe} and {@code escape} have marked. Transformers renders without escaping, so it prints as its
 * text; what would escape the other side of an operation is refused.
 *
 * @param text the text
 */
record Markup(String text) {

  /** As markupsafe 3.0.4 escapes. */
  static Markup escape(String text) {
    return new Markup(
        text.replace("&", "&amp;")
            .replace(">", "&gt;")
            .replace("<", "&lt;")
            .replace("'", "&#39;")
            .replace("\"", "&#34;"));
  }
}
