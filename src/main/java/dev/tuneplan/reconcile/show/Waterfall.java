package dev.tuneplan.reconcile.show;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The bridge as a waterfall: each bar begins where the one above it ended. */
final class Waterfall {
  private static final double WIDTH = 900;
  private static final double LEFT = 250;
  private static final double RIGHT = 110;
  private static final double ROW = 30;
  private static final double BAR = 18;
  private static final double TOP = 8;
  private static final double AXIS = 26;

  private final String currency;
  private final Svg svg = new Svg();

  private Waterfall(String currency) {
    this.currency = currency;
  }

  /**
   * One bar.
   *
   * @param css total, up or down
   * @param from where it begins
   * @param to where it ends
   */
  private record Bar(String css, String label, BigDecimal from, BigDecimal to, String shown) {}

  /** Lines that are nothing are left out; the table beside it has them. */
  static String of(Sheet.Steps steps, BigDecimal total, String currency) {
    return new Waterfall(currency).draw(bars(steps, total));
  }

  private static List<Bar> bars(Sheet.Steps steps, BigDecimal total) {
    List<Bar> bars = new ArrayList<>();
    BigDecimal at = steps.plan();
    bars.add(new Bar("total", "plan", BigDecimal.ZERO, at, at.toPlainString()));
    for (Sheet.Step step : steps.lines()) {
      if (step.cents().signum() != 0) {
        BigDecimal next = at.add(step.cents());
        bars.add(
            new Bar(
                step.cents().signum() > 0 ? "up" : "down",
                step.effect().title(),
                at,
                next,
                Numbers.signed(step.cents())));
        at = next;
      }
    }
    bars.add(new Bar("total", "actual", BigDecimal.ZERO, total, total.toPlainString()));
    return bars;
  }

  private String draw(List<Bar> bars) {
    List<BigDecimal> values = new ArrayList<>();
    bars.forEach(b -> {
      values.add(b.from);
      values.add(b.to);
    });
    Scale scale = Scale.of(values);
    double bottom = TOP + ROW * bars.size();
    for (double tick : scale.ticks()) {
      double x = x(scale, tick);
      svg.line(tick == 0 ? "zero" : "grid", x, TOP, x, bottom);
      svg.text("tick", x, bottom + 16, label(tick, scale.step()));
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(scale, bars.get(i), TOP + ROW * i, i + 1 < bars.size());
    }
    return svg.picture(WIDTH, bottom + AXIS, "From the planned to the actual cost in " + currency);
  }

  private void bar(Scale scale, Bar bar, double y, boolean more) {
    double from = x(scale, bar.from.doubleValue());
    double to = x(scale, bar.to.doubleValue());
    double left = Math.min(from, to);
    double right = Math.max(from, to);
    double inset = (ROW - BAR) / 2;
    svg.text("label", LEFT - 14, y + ROW / 2 + 4, bar.label);
    if (more) {
      svg.line("joint", to, y + ROW - inset, to, y + ROW + inset);
    }
    svg.box(
        bar.css,
        new Svg.Box(left, y + inset, right - left, BAR),
        bar.label + ": " + bar.shown + " " + currency);
    svg.text("value", right + 6, y + ROW / 2 + 4, bar.shown);
  }

  private static double x(Scale scale, double value) {
    return LEFT + scale.at(value) * (WIDTH - LEFT - RIGHT);
  }

  private static String label(double tick, double step) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return BigDecimal.valueOf(tick)
        .setScale(decimals, java.math.RoundingMode.HALF_UP)
        .toPlainString();
  }
}
