package dev.tuneplan.reconcile.show;

import java.util.Locale;

/** Writes elements of SVG; every text that comes from elsewhere is escaped. */
public final class Svg {
  private final StringBuilder out = new StringBuilder();

  /** A number as SVG takes it. */
  public static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A text that means nothing but itself in HTML and SVG. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A line. */
  public Svg line(String css, double x1, double y1, double x2, double y2) {
    out.append("<line class=\"").append(css).append('"');
    attribute("x1", x1);
    attribute("y1", y1);
    attribute("x2", x2);
    attribute("y2", y2);
    out.append("/>\n");
    return this;
  }

  /** A box with a sentence that shows when it is pointed at. */
  public Svg box(String css, Box box, String title) {
    out.append("<rect class=\"").append(css).append('"');
    attribute("x", box.x);
    attribute("y", box.y);
    attribute("width", Math.max(box.width, 1));
    attribute("height", box.height);
    out.append(" rx=\"2\"><title>").append(escaped(title)).append("</title></rect>\n");
    return this;
  }

  /** Where a box is. */
  public record Box(double x, double y, double width, double height) {}

  /** A text at a point. */
  public Svg text(String css, double x, double y, String text) {
    out.append("<text class=\"").append(css).append('"');
    attribute("x", x);
    attribute("y", y);
    out.append('>').append(escaped(text)).append("</text>\n");
    return this;
  }

  private void attribute(String name, double value) {
    out.append(' ').append(name).append("=\"").append(number(value)).append('"');
  }

  /** All of it as a picture of a size, with a name for those who cannot see it. */
  public String picture(double width, double height, String label) {
    return "<svg role=\"img\" aria-label=\""
        + escaped(label)
        + "\" viewBox=\"0 0 "
        + number(width)
        + " "
        + number(height)
        + "\" xmlns=\"http://www.w3.org/2000/svg\">\n"
        + out
        + "</svg>\n";
  }
}
