package dev.tuneplan.cost.rate;

/**
 * Where a rate is from; it is kept with what was computed by it.
 *
 * @param text such as {@code aws us-east-1 p5.48xlarge}
 * @param date of the rate, or "undated"
 */
public record RateSource(String text, String date) {
  private static final String INVOICE = "invoice ";

  /** Of what was paid, with the rate for the time that invoices say nothing of. */
  public static RateSource invoice(String file, RateSource otherwise) {
    return new RateSource(INVOICE + file + ", else " + otherwise.text, otherwise.date);
  }

  /** Whether it was paid. */
  public boolean invoiced() {
    return text.startsWith(INVOICE);
  }

  @Override
  public String toString() {
    return text + ", " + date;
  }
}
