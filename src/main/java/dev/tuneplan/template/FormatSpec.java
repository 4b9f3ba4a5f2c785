package dev.tuneplan.template;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code format(value, spec)} for texts and numbers, CPython 3.11. */
final class FormatSpec {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\\d{1,9})?([,_])?(?:\\.(\\d{1,9}))?([a-zA-Z%])?",
          Pattern.DOTALL);

  private final Run run;
  private final Matcher spec;

  private FormatSpec(Run run, Matcher spec) {
    this.run = run;
    this.spec = spec;
  }

  static String format(Run run, Object value, String spec) {
    if (spec.isEmpty()) {
      return Text.str(run, value);
    }
    Matcher matcher = SPEC.matcher(spec);
    if (!matcher.matches()) {
      throw Fault.value("Invalid format specifier");
    }
    return new FormatSpec(run, matcher).apply(value);
  }

  private String apply(Object value) {
    run.room((long) number(6, 0) + number(8, 0));
    return switch (value) {
      case String s -> text(s);
      case Boolean b when spec.group(9) == null ->
          throw Fault.refused("a format specification for the boolean " + b);
      case Boolean _, Long _, BigInteger _ -> whole(value);
      case Double d -> real(d, 'r');
      case Markup m -> text(m.text());
      default ->
          throw Fault.type(
              "unsupported format string passed to " + Types.name(value) + ".__format__");
    };
  }

  private int number(int group, int otherwise) {
    return spec.group(group) == null ? otherwise : Integer.parseInt(spec.group(group));
  }

  private String text(String s) {
    String type = spec.group(9);
    if (type != null && !type.equals("s")
        || spec.group(3) != null
        || spec.group(4) != null
        || spec.group(7) != null
        || "=".equals(spec.group(2))) {
      throw Fault.value("Invalid format specifier for a text");
    }
    int most = number(8, Integer.MAX_VALUE);
    String cut = most < Chars.length(s) ? s.substring(0, Chars.unit(s, most)) : s;
    return padded("", cut, '<');
  }

  private String whole(Object value) {
    char type = spec.group(9) == null ? 'd' : spec.group(9).charAt(0);
    if ("eEfFgG%".indexOf(type) >= 0) {
      return real(Arithmetic.toDouble(value), type);
    }
    if (spec.group(8) != null) {
      throw Fault.value("Precision not allowed in integer format specifier");
    }
    BigInteger number = Arithmetic.big(value);
    int base =
        switch (type) {
          case 'd' -> 10;
          case 'x', 'X' -> 16;
          case 'o' -> 8;
          case 'b' -> 2;
          case 'c', 'n' -> throw Fault.refused("the format type '" + type + "'");
          default ->
              throw Fault.value("Unknown format code '" + type + "' for object of type 'int'");
        };
    if (base != 10 && ",".equals(spec.group(7))) {
      throw Fault.value("Cannot specify ',' with '" + type + "'.");
    }
    String digits = base == 10 ? Text.digits(number.abs()) : number.abs().toString(base);
    String prefix = spec.group(4) != null && base != 10 ? "0" + type : "";
    digits = type == 'X' ? digits.toUpperCase(Locale.ROOT) : digits;
    return padded(sign(number.signum() < 0) + prefix, grouped(digits, base == 10 ? 3 : 4), '>');
  }

  private String real(double d, char given) {
    char type = spec.group(9) == null ? 'r' : spec.group(9).charAt(0);
    if (spec.group(4) != null || "eEfFgG%r".indexOf(type) < 0) {
      throw type == 'n' || spec.group(4) != null
          ? Fault.refused("this format of a float")
          : Fault.value("Unknown format code '" + type + "' for object of type 'float'");
    }
    if (type == 'r' && given != 'r') {
      type = given;
    }
    boolean negative = d < 0 || d == 0 && 1 / d < 0;
    String digits;
    if (type == 'r' && spec.group(8) == null) {
      digits = Floats.repr(Math.abs(d));
    } else if (type == 'r') {
      throw Fault.refused("a precision without a type in the format of a float");
    } else {
      double shown = type == '%' ? d * 100 : d;
      digits =
          Decimals.format(shown, type == '%' ? 'f' : type, number(8, 6), false)
              + (type == '%' ? "%" : "");
    }
    int end = 0;
    while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
      end++;
    }
    return padded(
        sign(negative), grouped(digits.substring(0, end), 3) + digits.substring(end), '>');
  }

  private String sign(boolean negative) {
    String sign = spec.group(3);
    return negative ? "-" : sign == null || sign.equals("-") ? "" : sign;
  }

  private String grouped(String digits, int size) {
    if (spec.group(7) == null) {
      return digits;
    }
    if (spec.group(5) != null || "=".equals(spec.group(2))) {
      throw Fault.refused("zeros in front of grouped digits");
    }
    StringBuilder out = new StringBuilder(digits);
    for (int i = digits.length() - size; i > 0; i -= size) {
      out.insert(i, spec.group(7));
    }
    return out.toString();
  }

  private String padded(String sign, String digits, char usual) {
    boolean zero = spec.group(5) != null;
    char align =
        spec.group(2) != null ? spec.group(2).charAt(0) : zero && usual == '>' ? '=' : usual;
    String fill = spec.group(1) != null ? spec.group(1) : zero ? "0" : " ";
    int missing = number(6, 0) - Chars.length(sign) - Chars.length(digits);
    if (missing <= 0) {
      return sign + digits;
    }
    return switch (align) {
      case '<' -> sign + digits + fill.repeat(missing);
      case '=' -> sign + fill.repeat(missing) + digits;
      case '^' -> fill.repeat(missing / 2) + sign + digits + fill.repeat(missing - missing / 2);
      default -> fill.repeat(missing) + sign + digits;
    };
  }
}
