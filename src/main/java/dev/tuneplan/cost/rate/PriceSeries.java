package dev.tuneplan.cost.rate;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A price that changes: spot and dynamic prices are integrated over time, because the last price
 * times the duration is not what was paid (dstackai/dstack#3033).
 *
 * @param points in order of time; before the first the first price counts, after the last the last
 */
public record PriceSeries(List<Point> points) {
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  /**
   * A price from a moment on.
   *
   * @param perHour ≥ 0
   */
  public record Point(Instant from, BigDecimal perHour) {
    public Point {
      if (perHour.signum() < 0) {
        throw new IllegalArgumentException("a price must be >= 0, was " + perHour);
      }
    }
  }

  public PriceSeries {
    points = points.stream().sorted(Comparator.comparing(Point::from)).toList();
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a series of prices has at least one");
    }
  }

  /** A price that does not change. */
  public static PriceSeries always(BigDecimal perHour) {
    return new PriceSeries(List.of(new Point(Instant.EPOCH, perHour)));
  }

  /** Whether it never changes. */
  public boolean constant() {
    return points.size() == 1;
  }

  /** The price at a moment. */
  public BigDecimal at(Instant moment) {
    return points.reversed().stream()
        .filter(p -> !p.from.isAfter(moment))
        .findFirst()
        .orElse(points.getFirst())
        .perHour;
  }

  /**
   * The integral of the price over a time, exactly.
   *
   * @param to not before {@code from}
   * @return price per hour times seconds: 3600 times the amount
   */
  public BigDecimal priceSeconds(Instant from, Instant to) {
    BigDecimal sum = BigDecimal.ZERO;
    Instant begin = from;
    for (int i = 0; i < points.size() && begin.isBefore(to); i++) {
      Instant next = i + 1 < points.size() ? points.get(i + 1).from : to;
      Instant end = next.isBefore(to) ? next : to;
      if (end.isAfter(begin)) {
        sum = sum.add(points.get(i).perHour.multiply(seconds(begin, end)));
        begin = end;
      }
    }
    return sum;
  }

  private static BigDecimal seconds(Instant from, Instant to) {
    Duration length = Duration.between(from, to);
    return BigDecimal.valueOf(length.getSeconds())
        .add(BigDecimal.valueOf(length.getNano()).divide(NANOS));
  }

  /** The same prices times a factor. */
  public PriceSeries times(BigDecimal factor) {
    return new PriceSeries(
        points.stream().map(p -> new Point(p.from, p.perHour.multiply(factor))).toList());
  }
}
