package dev.tuneplan.economics.show;

import dev.tuneplan.economics.BreakEven;
import dev.tuneplan.economics.Weighed;
import dev.tuneplan.economics.Weighing;
import dev.tuneplan.reconcile.show.Scale;
import dev.tuneplan.reconcile.show.Svg;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that has been paid, month by month, for each path. */
public final class CostChart {
  private static final double WIDTH = 900;
  private static final double HEIGHT = 420;
  private static final double LEFT = 80;
  private static final double RIGHT = 30;
  private static final double TOP = 12;
  private static final double BOTTOM = 34;
  private static final double LEGEND = 22;
  private static final int MOST_TICKS = 12;

  private static final String STYLE =
      """
      text { font: 13px system-ui, sans-serif; fill: #1d2433; }
      .label { text-anchor: end; } .tick { text-anchor: middle; fill: #5b6474; font-size: 12px; }
      .grid { stroke: #dde1e8; }
      """;

  /** Told apart by those who see few colours, too (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of("#46536b", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

  private CostChart() {}

  /** A line of it. */
  private record Course(String name, List<BigDecimal> paid) {}

  /** As a picture by itself. */
  public static String svg(Weighing w) {
    return picture(w).replaceFirst(">", ">\n<style>\n" + STYLE + colours() + "</style>");
  }

  /** Classes for the lines. */
  static String colours() {
    StringBuilder css = new StringBuilder();
    for (int i = 0; i < COLOURS.size(); i++) {
      String colour = COLOURS.get(i);
      css.append(
          ".c" + i + " { stroke: " + colour + "; stroke-width: 2.5; fill: " + colour + "; }\n");
    }
    return css.toString();
  }

  static String picture(Weighing w) {
    List<Course> courses = courses(w);
    Scale scale = Scale.of(courses.stream().flatMap(c -> c.paid.stream()).toList());
    double bottom = HEIGHT - BOTTOM;
    Svg svg = new Svg();
    for (double tick : scale.ticks()) {
      double y = y(scale, tick);
      svg.line("grid", LEFT, y, WIDTH - RIGHT, y);
      svg.text("label", LEFT - 8, y + 4, String.format(Locale.ROOT, "%,.0f", tick));
    }
    int step = Math.max(1, (w.months() + MOST_TICKS - 1) / MOST_TICKS);
    for (int m = 0; m <= w.months(); m += step) {
      svg.text("tick", x(w, m), bottom + 18, "" + m);
    }
    for (int i = 0; i < courses.size(); i++) {
      String css = "c" + i % COLOURS.size();
      Course course = courses.get(i);
      for (int m = 1; m <= w.months(); m++) {
        svg.line(
            css,
            x(w, m - 1),
            y(scale, course.paid.get(m - 1).doubleValue()),
            x(w, m),
            y(scale, course.paid.get(m).doubleValue()));
      }
      double y = HEIGHT + LEGEND * i + 4;
      svg.box(css, new Svg.Box(LEFT, y, 22, 4), course.name);
      svg.text("value", LEFT + 32, y + 8, course.name);
    }
    return svg.picture(
        WIDTH,
        HEIGHT + LEGEND * courses.size() + 8,
        "USD paid in all over " + w.months() + " months, for each path");
  }

  private static List<Course> courses(Weighing w) {
    List<Course> courses = new ArrayList<>();
    List<BigDecimal> keep = new ArrayList<>();
    BreakEven now =
        new BreakEven(w.keep(), w.keep(), dev.tuneplan.economics.Upfront.NOTHING, w.traffic());
    for (int m = 0; m <= w.months(); m++) {
      keep.add(now.keepTotal(m).amount());
    }
    courses.add(new Course("keep " + w.current().name(), keep));
    for (Weighed path : w.paths()) {
      path.figures()
          .ifPresent(b -> {
            List<BigDecimal> paid = new ArrayList<>();
            for (int m = 0; m <= w.months(); m++) {
              paid.add(b.pathTotal(m).amount());
            }
            courses.add(new Course(path.name(), paid));
          });
    }
    return courses;
  }

  private static double x(Weighing w, int month) {
    return LEFT + (WIDTH - LEFT - RIGHT) * month / w.months();
  }

  private static double y(Scale scale, double value) {
    return TOP + (HEIGHT - BOTTOM - TOP) * (1 - scale.at(value));
  }
}
