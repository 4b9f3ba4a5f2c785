package dev.tuneplan.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** In which time a budget may be spent; calendars are in UTC. */
public enum Period {
  MONTH,
  QUARTER,
  YEAR,
  /** Once. */
  TOTAL;

  private static final int MONTHS_OF_QUARTER = 3;

  /** When the period of a moment began. */
  public Instant from(Instant at) {
    LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC).withDayOfMonth(1);
    LocalDate first =
        switch (this) {
          case MONTH -> day;
          case QUARTER -> day.minusMonths((day.getMonthValue() - 1) % MONTHS_OF_QUARTER);
          case YEAR -> day.withDayOfYear(1);
          case TOTAL -> LocalDate.EPOCH;
        };
    return first.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Which one a moment is in: {@code 2026-11}, {@code 2026-Q4}, {@code 2026} or {@code total}. */
  public String name(Instant at) {
    LocalDate day = LocalDate.ofInstant(from(at), ZoneOffset.UTC);
    return switch (this) {
      case MONTH -> day.toString().substring(0, "2026-11".length());
      case QUARTER -> day.getYear() + "-Q" + ((day.getMonthValue() - 1) / MONTHS_OF_QUARTER + 1);
      case YEAR -> Integer.toString(day.getYear());
      case TOTAL -> word();
    };
  }

  /** For people and trees. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
