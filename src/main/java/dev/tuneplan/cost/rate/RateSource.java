package dev.tuneplan.cost.rate;

/**
 * Where a rate is from; it is kept with what was computed by it.
 *
 * @param text such as {@code aws us-east-1 p5.48xlarge}
 * @param date of the rate, or "undated"
 */
public record RateSource(String text, String date) {
  @Override
  public String toString() {
    return text + ", " + date;
  }
}
