package dev.tuneplan.usage.read;

import dev.tuneplan.usage.CallKey;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Days in UTC of the times that logs write. */
final class Days {
  private static final int DATE = 10;
  private static final long SECONDS = 86_400;

  /** Seconds reach it in the year 5138, milliseconds in 1973. */
  private static final double MILLISECONDS_FROM = 1e11;

  private Days() {}

  /**
   * Days since 1970-01-01, or {@link CallKey#NO_DAY}.
   *
   * @param text seconds or milliseconds since 1970, or a date of ISO 8601 with or without a time; a
   *     time without an offset is in UTC
   */
  static int of(String text) {
    try {
      if (text.length() >= DATE && text.charAt(4) == '-' && text.charAt(7) == '-') {
        return date(text);
      }
      if (!text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9') {
        double value = Double.parseDouble(text);
        double seconds = value >= MILLISECONDS_FROM ? value / 1000 : value;
        return Math.toIntExact((long) Math.floor(seconds / SECONDS));
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return CallKey.NO_DAY;
    }
    return CallKey.NO_DAY;
  }

  private static int date(String text) {
    int sign = Math.max(text.indexOf('+', DATE), text.indexOf('-', DATE));
    if (sign < 0 || text.startsWith("00", sign + 1) && text.endsWith("00")) {
      LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, DATE));
      return Math.toIntExact(date.toEpochDay());
    }
    String whole = text.length() - sign == 3 ? text + ":00" : text;
    OffsetDateTime time = OffsetDateTime.parse(whole.replace(' ', 'T'));
    return Math.toIntExact(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate().toEpochDay());
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
