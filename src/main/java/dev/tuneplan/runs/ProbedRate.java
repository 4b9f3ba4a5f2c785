package dev.tuneplan.runs;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.base.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How fast a trainer was, by what its events say of its steps.
 *
 * @param stepsPerSecond the interval is that of the mean, and of a clock that is read once a second
 * @param steps that were measured
 * @param seconds that they took
 * @param tokensPerStep by the trainer's own count; empty: it counts none
 */
public record ProbedRate(
    Range stepsPerSecond, long steps, double seconds, OptionalDouble tokensPerStep) {
  /** Of a normal distribution, between P50 and P90. */
  private static final double P90 = 1.2816;

  /** A step is noticed up to a second late at either end; this is the deviation of that. */
  private static final double NOTICED = 0.41;

  /** Of one interval nothing is known but that warm machines repeat themselves within so much. */
  private static final double UNKNOWN = 0.05;

  private record Point(double at, double step, OptionalDouble tokens) {}

  /**
   * From an attempt's events.
   *
   * @param drop the first so many steps warm up, and do not count
   * @return empty before there are two points behind them
   */
  public static Optional<ProbedRate> of(List<Event> events, long drop) {
    List<Point> points = new ArrayList<>();
    for (Event event : events) {
      OptionalDouble at = event.number("s");
      OptionalDouble step = event.number("step");
      double before = points.isEmpty() ? drop - 1.0 : points.getLast().step;
      if (event.kind().equals("progress")
          && at.isPresent()
          && step.isPresent()
          && step.getAsDouble() > before) {
        points.add(new Point(at.getAsDouble(), step.getAsDouble(), event.number("tokens")));
      }
    }
    if (points.size() < 2) {
      return Optional.empty();
    }
    Point first = points.getFirst();
    Point last = points.getLast();
    double steps = last.step - first.step;
    double seconds = last.at - first.at;
    if (!(seconds > 0)) {
      return Optional.empty();
    }
    double rate = steps / seconds;
    double error = Math.hypot(spread(points, rate), NOTICED / seconds) * P90;
    OptionalDouble tokens =
        first.tokens.isPresent() && last.tokens.isPresent()
            ? OptionalDouble.of((last.tokens.getAsDouble() - first.tokens.getAsDouble()) / steps)
            : OptionalDouble.empty();
    Range range = new Range(rate / (1 + error), rate, rate * (1 + error));
    return Optional.of(new ProbedRate(range, Math.round(steps), seconds, tokens));
  }

  /** The mean's standard error, as a share of it: intervals count by their lengths. */
  private static double spread(List<Point> points, double rate) {
    int n = points.size() - 1;
    if (n < 2) {
      return UNKNOWN;
    }
    double all = points.getLast().at - points.getFirst().at;
    double sum = 0;
    for (int i = 1; i <= n; i++) {
      double length = points.get(i).at - points.get(i - 1).at;
      double steps = points.get(i).step - points.get(i - 1).step;
      double off = length > 0 ? steps / length / rate - 1 : 0;
      sum += length / all * off * off;
    }
    return Math.sqrt(sum / (n - 1));
  }
}
