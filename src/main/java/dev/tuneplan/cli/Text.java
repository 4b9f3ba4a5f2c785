package dev.tuneplan.cli;

import dev.tuneplan.base.Range;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Numbers as people read them. */
final class Text {
  static final double GIB = 1L << 30;

  private Text() {}

  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static String hours(double h) {
    return h < 1 ? of("%.0f min", h * 60) : h < 100 ? of("%.1f h", h) : of("%.0f h", h);
  }

  static String hours(Range r) {
    return hours(r.p10()) + " - " + hours(r.p90());
  }

  static String usd(double v) {
    return of("$%.2f", v);
  }

  static String gib(double bytes) {
    return of("%.1f", bytes / GIB);
  }

  /** A long text's beginning, for a line; other forms have all of it. */
  static String shortened(String text) {
    return text.length() <= 90 ? text : text.substring(0, 87) + "...";
  }

  static Map<String, Object> range(Range r) {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("p10", r.p10());
    m.put("p50", r.p50());
    m.put("p90", r.p90());
    return m;
  }

  static String percent(double p) {
    return p < 0.005 ? "<1 %" : of("%.0f %%", 100 * p);
  }
}
