package dev.tuneplan.usage.read;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

/** What one row tells. Used for one row after the other. Not thread-safe. */
final class RowFields {
  /** More tokens than all providers together serve in a year. */
  private static final long MOST = 1_000_000_000_000_000L;

  /** Decimals that amounts of money are kept with, as in {@link dev.tuneplan.base.Money}. */
  private static final int DECIMALS = 12;

  private final long[] counts = new long[Slot.many()];
  private final String[] texts = new String[Slot.many()];
  private int filled;

  RowFields() {
    clear();
  }

  void clear() {
    Arrays.fill(counts, -1);
    Arrays.fill(texts, "");
    filled = 0;
  }

  /** Whether nothing is told. */
  boolean empty() {
    return filled == 0;
  }

  /**
   * Takes a field.
   *
   * @param name as the log calls it, for what may be wrong
   */
  void set(Slot slot, String name, String given) throws BadRow {
    String text = given.strip();
    if (text.isEmpty()) {
      return;
    }
    int at = slot.ordinal();
    switch (slot.kind()) {
      case TEXT -> texts[at] = text;
      case MONEY -> texts[at] = money(name, text).toPlainString();
      case COUNT -> counts[at] = count(name, text);
      case SUM -> counts[at] = Math.max(0, counts[at]) + count(name, text);
    }
    filled++;
  }

  private static long count(String name, String text) throws BadRow {
    long value = 0;
    if (text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Long.parseLong(text);
    }
    try {
      value = decimal(text).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new BadRow(name, "must be a whole number (was '" + shown(text) + "')");
    }
    if (value < 0 || value > MOST) {
      throw new BadRow(name, "must be 0..10^15 (was " + value + ")");
    }
    return value;
  }

  private static BigDecimal money(String name, String text) throws BadRow {
    try {
      return decimal(text).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    } catch (NumberFormatException e) {
      throw new BadRow(name, "must be an amount of money (was '" + shown(text) + "')");
    }
  }

  private static BigDecimal decimal(String text) {
    BigDecimal value = new BigDecimal(text);
    // 1e999999999 would need that many digits
    if (Math.abs(value.scale()) > 60 || value.precision() > 60) {
      throw new NumberFormatException();
    }
    return value;
  }

  private static String shown(String text) {
    return text.length() <= 30 ? text : text.substring(0, 27) + "...";
  }

  boolean has(Slot slot) {
    return counts[slot.ordinal()] >= 0 || !texts[slot.ordinal()].isEmpty();
  }

  /** A number; 0 when it is not told. */
  long count(Slot slot) {
    return Math.max(0, counts[slot.ordinal()]);
  }

  /** A text; empty when it is not told. */
  String text(Slot slot) {
    return texts[slot.ordinal()];
  }

  /** Whether a text says yes. */
  boolean yes(Slot slot) {
    return text(slot).equalsIgnoreCase("true");
  }

  /** An amount of money. */
  Optional<BigDecimal> money(Slot slot) {
    String text = text(slot);
    return text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text));
  }
}
