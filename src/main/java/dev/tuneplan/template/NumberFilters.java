package dev.tuneplan.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Filters of Jinja 3.1.6 about numbers, and Python's reading of numbers. */
final class NumberFilters {
  private static final Pattern FLOAT =
      Pattern.compile(
          "[+-]?((\\d+(_\\d+)*)(\\.(\\d+(_\\d+)*)?)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+(_\\d+)*)?");
  private static final Pattern INFINITE =
      Pattern.compile("([+-]?)(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

  private NumberFilters() {}

  static Map<String, Operation> all() {
    return new Operations()
        .add("abs", Signature.of(), (_, v, _) -> abs(v))
        .add("int", Signature.of().or("default", 0L).or("base", 10L), (_, v, a) -> toInt(v, a))
        .add("float", Signature.of().or("default", 0.0), (_, v, a) -> toFloat(v).orElse(a[0]))
        .add(
            "round",
            Signature.of().or("precision", 0L).or("method", "common"),
            (_, v, a) -> round(v, a))
        .done();
  }

  private static Object abs(Object value) {
    return switch (value) {
      case Double d -> Math.abs(d);
      case Long l when l != Long.MIN_VALUE -> Math.abs(l);
      case Boolean b -> b ? 1L : 0L;
      case Long _, BigInteger _ -> Values.whole(Arithmetic.big(value).abs());
      default -> throw Fault.type("bad operand type for abs(): '" + Types.name(value) + "'");
    };
  }

  static BigInteger truncated(double d) {
    if (Double.isNaN(d)) {
      throw Fault.value("cannot convert float NaN to integer");
    }
    if (Double.isInfinite(d)) {
      throw Fault.raised("OverflowError", "cannot convert float infinity to integer");
    }
    return new BigDecimal(d).toBigInteger();
  }

  private static Object toInt(Object value, Object[] args) {
    switch (value) {
      case Undefined u -> throw u.fault();
      case Boolean _, Long _, BigInteger _ -> {
        return Values.whole(Arithmetic.big(value));
      }
      case Double d -> {
        return d.isNaN() ? args[0] : Values.whole(truncated(d));
      }
      case String s -> {
        Optional<BigInteger> whole = whole(s, args[1]);
        if (whole.isPresent()) {
          return Values.whole(whole.get());
        }
        double d = (Double) toFloat(s).orElse(Double.NaN);
        return Double.isFinite(d) ? Values.whole(truncated(d)) : args[0];
      }
      case Markup m -> {
        return toInt(m.text(), args);
      }
      default -> {
        return args[0];
      }
    }
  }

  private static Optional<BigInteger> whole(String s, Object base) {
    if (!(base instanceof Long radix) || radix != 0 && (radix < 2 || radix > 36)) {
      throw Fault.refused("'int' with this base");
    }
    String text = Chars.skipEnd(Chars.skipStart(s)).toLowerCase(Locale.ROOT);
    boolean minus = text.startsWith("-");
    text = minus || text.startsWith("+") ? text.substring(1) : text;
    int real = (int) (long) radix;
    for (var prefix : Map.of("0x", 16, "0o", 8, "0b", 2).entrySet()) {
      if (text.startsWith(prefix.getKey()) && (radix == 0 || real == prefix.getValue())) {
        text = text.substring(2);
        text = text.startsWith("_") ? text.substring(1) : text;
        real = prefix.getValue();
        break;
      }
    }
    if (real == 0) {
      real = text.matches("0[0_]*[1-9].*") ? 0 : 10;
    }
    String digits = text.replaceAll("(?<=[0-9a-z])_(?=[0-9a-z])", "");
    if (digits.length() > 4300 && (real & (real - 1)) != 0) {
      return Optional.empty();
    }
    if (digits.chars().anyMatch(c -> c >= 128 && Character.isDigit(c))) {
      throw Fault.refused("'int' of digits beyond ASCII");
    }
    int radixUsed = real;
    if (digits.isEmpty()
        || radixUsed == 0
        || !digits.chars().allMatch(c -> c < 128 && Character.digit(c, radixUsed) >= 0)) {
      return Optional.empty();
    }
    BigInteger whole = new BigInteger(digits, radixUsed);
    return Optional.of(minus ? whole.negate() : whole);
  }

  /** Python's {@code float(value)}, empty where it raises what the filter catches. */
  static Optional<Object> toFloat(Object value) {
    return switch (value) {
      case Undefined u -> throw u.fault();
      case Boolean _, Long _, BigInteger _, Double _ -> Optional.of(Arithmetic.toDouble(value));
      case String s -> read(Chars.skipEnd(Chars.skipStart(s)));
      case Markup m -> toFloat(m.text());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> read(String text) {
    if (text.chars().anyMatch(c -> c >= 128 && Character.isDigit(c))) {
      throw Fault.refused("a number of digits beyond ASCII");
    }
    if (FLOAT.matcher(text).matches()) {
      return Optional.of(Double.parseDouble(text.replace("_", "")));
    }
    var infinite = INFINITE.matcher(text);
    if (!infinite.matches()) {
      return Optional.empty();
    }
    double d = infinite.group(2).equalsIgnoreCase("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
    return Optional.of(infinite.group(1).equals("-") ? -d : d);
  }

  private static Object round(Object value, Object[] args) {
    if (value instanceof Undefined || !Equality.number(value)) {
      throw Fault.type("type " + Types.name(value) + " doesn't define __round__ method");
    }
    int places = (int) Math.clamp(Arithmetic.toLong(args[0]), -400, 400);
    if (!(args[1] instanceof String method)
        || !(method.equals("common") || method.equals("ceil") || method.equals("floor"))) {
      throw Fault.raised("FilterArgumentError", "method must be common, ceil or floor");
    }
    if (!method.equals("common")) {
      return directed(value, places, method.equals("ceil"));
    }
    if (!(value instanceof Double d)) {
      BigInteger whole = Arithmetic.big(value);
      return places >= 0
          ? Values.whole(whole)
          : Values.whole(
              new BigDecimal(whole).setScale(places, RoundingMode.HALF_EVEN).toBigInteger());
    }
    if (!Double.isFinite(d) || d == 0) {
      return d;
    }
    double rounded = new BigDecimal(d).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
    return Math.copySign(rounded, d);
  }

  private static Object directed(Object value, int places, boolean up) {
    if (places < 0 || places > 15) {
      throw Fault.refused("'round' to " + places + " places up or down");
    }
    Object factor = Values.whole(BigInteger.TEN.pow(places));
    if (!(value instanceof Double d)) {
      double whole = Arithmetic.toDouble(value);
      return whole;
    }
    double product = d * Arithmetic.toDouble(factor);
    BigInteger whole = truncated(up ? Math.ceil(product) : Math.floor(product));
    return Arithmetic.toDouble(Values.whole(whole)) / Arithmetic.toDouble(factor);
  }
}
