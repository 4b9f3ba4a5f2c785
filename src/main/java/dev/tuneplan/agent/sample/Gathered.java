package dev.tuneplan.agent.sample;

/** Gathers values, or spreads of values. Used by one thread. */
final class Gathered {
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double sum;
  private long count;

  void add(double value) {
    add(value, value, value, 1);
  }

  void add(Spread spread) {
    add(spread.min(), spread.mean(), spread.max(), spread.count());
  }

  private void add(double low, double mean, double high, long n) {
    min = Math.min(min, low);
    max = Math.max(max, high);
    sum += mean * n;
    count += n;
  }

  /** Of at least one value. */
  Spread spread() {
    // the mean of equal values may be off by the last bit
    return new Spread(min, Math.clamp(sum / count, min, max), max, count);
  }
}
