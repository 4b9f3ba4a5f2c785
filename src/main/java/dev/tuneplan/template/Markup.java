package dev.tuneplan.template;

/**
 * A text that the filters {@code safe} and {@code escape} have marked. Transformers renders without
 * escaping, so it prints as its text; but what is added to it is escaped.
 *
 * @param text the text
 */
record Markup(String text) {

  /** As markupsafe 3.0.4 escapes; what is marked already stays as it is. */
  static Markup escape(Object value) {
    if (value instanceof Markup marked) {
      return marked;
    }
    return new Markup(
        ((String) value)
            .replace("&", "&amp;")
            .replace(">", "&gt;")
            .replace("<", "&lt;")
            .replace("'", "&#39;")
            .replace("\"", "&#34;"));
  }
}
