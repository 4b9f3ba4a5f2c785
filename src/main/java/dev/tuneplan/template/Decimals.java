package dev.tuneplan.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The C formats e, f and g of a float's absolute value, exactly rounded. */
final class Decimals {
  private Decimals() {}

  static String format(double value, char type, int precision, boolean keepZeros) {
    if (!Double.isFinite(value)) {
      String text = Double.isNaN(value) ? "nan" : "inf";
      return Character.isUpperCase(type) ? text.toUpperCase(java.util.Locale.ROOT) : text;
    }
    BigDecimal exact = new BigDecimal(Math.abs(value));
    return switch (type) {
      case 'f', 'F' -> exact.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
      case 'e', 'E' -> scientific(exact, type, precision);
      default -> general(exact, type, Math.max(1, precision), keepZeros);
    };
  }

  private static String scientific(BigDecimal exact, char e, int precision) {
    if (exact.signum() == 0) {
      return "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + e + "+00";
    }
    BigDecimal rounded = exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String digits = rounded.unscaledValue().toString();
    digits =
        digits.length() > precision
            ? digits.substring(0, precision + 1)
            : digits + "0".repeat(precision + 1 - digits.length());
    String mantissa = digits.charAt(0) + (precision > 0 ? "." + digits.substring(1) : "");
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return mantissa + e + (exponent < 0 ? "-" : "+") + size;
  }

  private static String general(BigDecimal exact, char g, int precision, boolean keepZeros) {
    BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
    int exponent = exact.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= precision) {
      String text = scientific(exact, g == 'G' ? 'E' : 'e', precision - 1);
      int e = Math.max(text.indexOf('e'), text.indexOf('E'));
      return keepZeros ? text : trimmed(text.substring(0, e)) + text.substring(e);
    }
    String text = exact.setScale(precision - 1 - exponent, RoundingMode.HALF_EVEN).toPlainString();
    return keepZeros ? text : trimmed(text);
  }

  private static String trimmed(String text) {
    return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
  }
}
