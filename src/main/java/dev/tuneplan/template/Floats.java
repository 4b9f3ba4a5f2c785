package dev.tuneplan.template;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * {@code repr} of a float as CPython 3.11 prints it: the shortest digits, an exponent below 1e-4
 * and from 1e16.
 */
final class Floats {
  private Floats() {}

  static String repr(double d) {
    if (Double.isNaN(d)) {
      return "nan";
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? "inf" : "-inf";
    }
    if (d == 0) {
      return 1 / d < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(Math.abs(d))).stripTrailingZeros();
    String digits = exact.unscaledValue().toString();
    int point = digits.length() - exact.scale();
    if (digits.length() == 2) {
      // Java shows two digits where one would do: 4.9E-324
      BigDecimal one = exact.round(new MathContext(1));
      if (one.doubleValue() == Math.abs(d)) {
        digits = one.unscaledValue().toString();
        point = digits.length() - one.scale();
      }
    }
    String sign = d < 0 ? "-" : "";
    if (point > -4 && point <= 16) {
      return sign + plain(digits, point);
    }
    int exponent = point - 1;
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + size;
  }

  private static String plain(String digits, int point) {
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    return digits.length() <= point
        ? digits + "0".repeat(point - digits.length()) + ".0"
        : digits.substring(0, point) + "." + digits.substring(point);
  }
}
