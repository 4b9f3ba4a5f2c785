package dev.tuneplan.template;

import java.math.BigInteger;
import java.util.Locale;

/** Python's {@code text % values}, CPython 3.11. */
final class Percent {
  private final Run run;
  private final String format;
  private final Object values;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;

  private Percent(Run run, String format, Object values) {
    this.run = run;
    this.format = format;
    this.values = values;
  }

  static String format(Run run, String format, Object values) {
    return new Percent(run, format, values).all();
  }

  private String all() {
    boolean named = false;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c == '%') {
        named |= conversion();
      } else {
        out.append(c);
      }
    }
    boolean left =
        values instanceof Tuple t ? next < t.items().size() : next == 0 && !(mapping(values));
    if (left && !named) {
      throw Fault.type("not all arguments converted during string formatting");
    }
    return out.toString();
  }

  // PyMapping_Check: whatever has an index may be left over
  private static boolean mapping(Object values) {
    return values instanceof Dict
        || values instanceof PyList
        || values instanceof Undefined
        || values instanceof IntRange;
  }

  private char peek() {
    if (at >= format.length()) {
      throw Fault.value("incomplete format");
    }
    return format.charAt(at);
  }

  private Object argument() {
    if (values instanceof Tuple t) {
      if (next >= t.items().size()) {
        throw Fault.type("not enough arguments for format string");
      }
      return t.items().get(next++);
    }
    if (next++ > 0) {
      throw Fault.type("not enough arguments for format string");
    }
    return values;
  }

  private boolean conversion() {
    boolean named = peek() == '(';
    Object value = None.NONE;
    if (named) {
      value = lookup(key());
    }
    String flags = flags();
    boolean left = flags.indexOf('-') >= 0;
    int width = number();
    if (width < 0) {
      left = true;
      width = -width;
    }
    int precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      precision = Math.max(0, number());
    }
    while (at < format.length() && "hlL".indexOf(format.charAt(at)) >= 0) {
      at++;
    }
    char type = peek();
    at++;
    if (type == '%') {
      out.append('%');
      return named;
    }
    run.room((long) width + Math.max(0, precision));
    String text = convert(type, flags, precision, named ? value : argument());
    pad(text, width, left, flags.indexOf('0') >= 0 && "diuxXoeEfFgG".indexOf(type) >= 0);
    return named;
  }

  private String key() {
    int depth = 1;
    int from = ++at;
    while (depth > 0) {
      char c = peek();
      at++;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return format.substring(from, at - 1);
  }

  private Object lookup(String key) {
    if (!(values instanceof Dict d)) {
      throw Fault.type("format requires a mapping");
    }
    return d.get(key).orElseThrow(() -> Fault.raised("KeyError", "'" + key + "'"));
  }

  private String flags() {
    int from = at;
    while (at < format.length() && "#0- +".indexOf(format.charAt(at)) >= 0) {
      at++;
    }
    return format.substring(from, at);
  }

  private int number() {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Object value = argument();
      if (!(value instanceof Long || value instanceof Boolean)) {
        throw Fault.type("* wants int");
      }
      return (int) Math.clamp(Arithmetic.toLong(value), -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
    long n = 0;
    while (at < format.length() && Character.digit(format.charAt(at), 10) >= 0) {
      n = Math.min(Integer.MAX_VALUE, n * 10 + Character.digit(format.charAt(at++), 10));
    }
    return (int) n;
  }

  private String convert(char type, String flags, int precision, Object value) {
    return switch (type) {
      case 's' -> cut(Text.str(run, value), precision);
      case 'r' -> cut(Text.repr(run, value), precision);
      case 'c' -> character(value);
      case 'd', 'i', 'u' ->
          signed(
              flags,
              zeros(Text.digits(whole(value, true).abs()), precision),
              whole(value, true).signum() < 0);
      case 'x', 'X', 'o' -> based(type, flags, precision, whole(value, false));
      case 'e', 'E', 'f', 'F', 'g', 'G' -> real(type, flags, precision, value);
      case 'a' -> throw Fault.refused("the conversion '%a'");
      default -> throw Fault.value("unsupported format character '" + type + "'");
    };
  }

  private static String cut(String text, int precision) {
    return precision < 0 || precision >= Chars.length(text)
        ? text
        : text.substring(0, Chars.unit(text, precision));
  }

  private static String character(Object value) {
    if (value instanceof String s && Chars.length(s) == 1) {
      return s;
    }
    if (value instanceof Long l && l >= 0 && l <= 0x10ffff) {
      return Character.toString((int) (long) l);
    }
    throw Fault.type("%c requires int or char");
  }

  private static BigInteger whole(Object value, boolean fromFloat) {
    if (fromFloat && value instanceof Double d) {
      return NumberFilters.truncated(d);
    }
    if (!(value instanceof Long || value instanceof BigInteger || value instanceof Boolean)) {
      throw Fault.type("%d format: a real number is required, not " + Types.name(value));
    }
    return Arithmetic.big(value);
  }

  private static String zeros(String digits, int precision) {
    return digits.length() >= precision ? digits : "0".repeat(precision - digits.length()) + digits;
  }

  private static String signed(String flags, String digits, boolean negative) {
    return (negative ? "-" : flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "")
        + digits;
  }

  private static String based(char type, String flags, int precision, BigInteger value) {
    String digits = zeros(value.abs().toString(type == 'o' ? 8 : 16), precision);
    digits = type == 'X' ? digits.toUpperCase(Locale.ROOT) : digits;
    return signed(flags, (flags.indexOf('#') >= 0 ? "0" + type : "") + digits, value.signum() < 0);
  }

  private static String real(char type, String flags, int precision, Object value) {
    if (!Equality.number(value)) {
      throw Fault.type("must be real number, not " + Types.name(value));
    }
    if (flags.indexOf('#') >= 0) {
      throw Fault.refused("the flag '#' of '%" + type + "'");
    }
    double d = Arithmetic.toDouble(value);
    return signed(
        flags,
        Decimals.format(d, type, precision < 0 ? 6 : precision, false),
        d < 0 || d == 0 && 1 / d < 0);
  }

  private void pad(String text, int width, boolean left, boolean zero) {
    int missing = width - Chars.length(text);
    if (missing <= 0) {
      out.append(text);
    } else if (left) {
      out.append(text).append(" ".repeat(missing));
    } else if (zero) {
      int sign = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
      int base =
          text.startsWith("0x", sign) || text.startsWith("0X", sign) || text.startsWith("0o", sign)
              ? 2
              : 0;
      out.append(text, 0, sign + base).append("0".repeat(missing));
      out.append(text, sign + base, text.length());
    } else {
      out.append(" ".repeat(missing)).append(text);
    }
  }
}
