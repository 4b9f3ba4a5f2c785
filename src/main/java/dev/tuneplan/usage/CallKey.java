package dev.tuneplan.usage;

import java.time.LocalDate;

/**
 * Calls that cost the same a token.
 *
 * @param provider who answered, as the log says; empty when it does not
 * @param model as the log names it; empty when it does not
 * @param tier {@code standard}, {@code batch}, or another word of the provider's, such as {@code
 *     priority}
 * @param day days since 1970-01-01 UTC, or {@link #NO_DAY}
 */
public record CallKey(String provider, String model, String tier, int day) {
  /** The log tells no time. */
  public static final int NO_DAY = Integer.MIN_VALUE;

  /** Tier of a call that says nothing else. */
  public static final String STANDARD = "standard";

  /** Tier of calls that were sent by the file. */
  public static final String BATCH = "batch";

  /** The day, or the month when {@code month}, as ISO 8601 writes it; empty when it is not told. */
  public String period(boolean month) {
    if (day == NO_DAY) {
      return "";
    }
    String date = LocalDate.ofEpochDay(day).toString();
    return month ? date.substring(0, date.lastIndexOf('-')) : date;
  }
}
