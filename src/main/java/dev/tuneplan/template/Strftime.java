package dev.tuneplan.template;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** {@code datetime.strftime} in the C locale, with glibc's {@code %-d} for "without zeros". */
final class Strftime {
  private Strftime() {}

  static String format(LocalDateTime t, String format) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      boolean bare = i + 1 < format.length() && format.charAt(i + 1) == '-';
      i += bare ? 2 : 1;
      if (i >= format.length()) {
        throw Fault.refused("a date format that ends with '%'");
      }
      String text = directive(t, format.charAt(i));
      out.append(bare ? text.replaceFirst("^[0 ]+(?=.)", "") : text);
    }
    return out.toString();
  }

  private static String two(int n) {
    return n < 10 ? "0" + n : "" + n;
  }

  private static String directive(LocalDateTime t, char c) {
    int hour = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
    return switch (c) {
      case 'd' -> two(t.getDayOfMonth());
      case 'e' -> (t.getDayOfMonth() < 10 ? " " : "") + t.getDayOfMonth();
      case 'm' -> two(t.getMonthValue());
      case 'b', 'h' -> t.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'Y' -> "" + t.getYear();
      case 'y' -> two(t.getYear() % 100);
      case 'C' -> two(t.getYear() / 100);
      case 'a' -> t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'w' -> "" + t.getDayOfWeek().getValue() % 7;
      case 'u' -> "" + t.getDayOfWeek().getValue();
      case 'j' -> String.format("%03d", t.getDayOfYear());
      case 'H' -> two(t.getHour());
      case 'I' -> two(hour);
      case 'k' -> (t.getHour() < 10 ? " " : "") + t.getHour();
      case 'l' -> (hour < 10 ? " " : "") + hour;
      case 'M' -> two(t.getMinute());
      case 'S' -> two(t.getSecond());
      case 'f' -> String.format("%06d", t.get(ChronoField.MICRO_OF_SECOND));
      case 'p' -> t.getHour() < 12 ? "AM" : "PM";
      case 'P' -> t.getHour() < 12 ? "am" : "pm";
      case 'F' -> format(t, "%Y-%m-%d");
      case 'T', 'X' -> format(t, "%H:%M:%S");
      case 'R' -> format(t, "%H:%M");
      case 'D', 'x' -> format(t, "%m/%d/%y");
      case 'r' -> format(t, "%I:%M:%S %p");
      case 'c' -> format(t, "%a %b %e %H:%M:%S %Y");
      case 'V' -> two(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'G' -> "" + t.get(IsoFields.WEEK_BASED_YEAR);
      case 'U' -> two((t.getDayOfYear() + 6 - t.getDayOfWeek().getValue() % 7) / 7);
      case 'W' -> two((t.getDayOfYear() + 6 - (t.getDayOfWeek().getValue() + 6) % 7) / 7);
      // a date without a zone
      case 'z', 'Z' -> "";
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> throw Fault.refused("the date directive '%" + c + "'");
    };
  }
}
