package dev.tuneplan.calibrate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that have something in common, and the narrower groups of them. Variances are in units of
 * that between repetitions of one run.
 */
final class Group {
  private final double between;
  private final Map<String, Group> narrower = new HashMap<>();
  private final List<Value> values = new ArrayList<>();

  // what all runs in here say of this group's own mean, once it is told
  private double precision;
  private double weighted;
  private double squares;
  private double runs;
  private int bounds;
  private Instant last = Instant.EPOCH;

  /**
   * An empty one.
   *
   * @param between variance of its mean around that of the wider group
   */
  Group(double between) {
    this.between = between;
  }

  double between() {
    return between;
  }

  /** The values of all runs in it. */
  List<Value> values() {
    return values;
  }

  Group narrower(String name, double itsBetween) {
    return narrower.computeIfAbsent(name, n -> new Group(itsBetween));
  }

  /** A narrower one; an empty one of the same spread where no run is in it. */
  Group find(String name, double itsBetween) {
    Group found = narrower.get(name);
    return found == null ? new Group(itsBetween) : found;
  }

  void add(Value value) {
    values.add(value);
  }

  /** Adds up what its runs say, from the narrowest groups to this one. */
  void tell() {
    precision = 0;
    weighted = 0;
    squares = 0;
    runs = values.stream().mapToDouble(Value::weight).sum();
    bounds = (int) values.stream().filter(Value::bound).count();
    last = values.stream().map(Value::made).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    if (narrower.isEmpty()) {
      for (Value v : values) {
        precision += v.weight();
        weighted += v.weight() * v.y();
      }
      for (Value v : values) {
        squares += v.weight() * (square(v.y() - mean()) + v.unsure());
      }
      return;
    }
    for (Group g : narrower.values()) {
      g.tell();
      precision += g.saidPrecision();
      weighted += g.saidPrecision() * g.mean();
    }
    for (Group g : narrower.values()) {
      squares += g.squares + g.saidPrecision() * square(g.mean() - mean());
    }
  }

  /** The mean of its runs, each counting as much as it says; 0 without any. */
  double mean() {
    return precision > 0 ? weighted / precision : 0;
  }

  /** How exactly its runs tell the mean of this group. */
  double precision() {
    return precision;
  }

  /** How exactly they tell the mean of the wider group. */
  double saidPrecision() {
    return precision > 0 ? 1 / (between + 1 / precision) : 0;
  }

  /** Squared distances of its runs from each other, each in its own variance. */
  double squares() {
    return squares;
  }

  /** Its runs, an old one less than a new one. */
  double runs() {
    return runs;
  }

  /** How many runs only say that it is more. */
  int bounds() {
    return bounds;
  }

  /** When the newest run was measured. */
  Instant last() {
    return last;
  }

  private static double square(double x) {
    return x * x;
  }
}
