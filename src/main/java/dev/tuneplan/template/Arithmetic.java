package dev.tuneplan.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's {@code + - * / // % **} and signs. */
final class Arithmetic {
  // 2 ** 20000 is beyond what may be printed and beyond a float
  private static final int MOST_BITS = 1 << 16;

  private Arithmetic() {}

  static Object apply(Run run, String op, Object a, Object b) {
    if (op.equals("+") && a instanceof String x && b instanceof String y) {
      run.room((long) x.length() + y.length());
      return x + y;
    }
    // '%' of a text takes an undefined right side as its argument, a left one fails
    if (a instanceof Undefined u) {
      throw u.fault();
    }
    if (op.equals("%") && a instanceof String s) {
      return run.made(Percent.format(run, s, b));
    }
    if (op.equals("%") && a instanceof Markup) {
      throw Fault.refused("'%' of a text marked by 'safe' or 'escape'");
    }
    if (b instanceof Undefined u) {
      throw u.fault();
    }
    if (a instanceof Markup || b instanceof Markup) {
      return marked(run, op, a, b);
    }
    if (Equality.number(a) && Equality.number(b)) {
      return a instanceof Double || b instanceof Double
          ? floats(op, toDouble(a), toDouble(b))
          : integers(op, a, b);
    }
    return switch (op) {
      case "+" -> add(run, a, b);
      case "*" -> multiply(run, a, b);
      default -> throw unsupported(op, a, b);
    };
  }

  // markupsafe 3.0.4: what is added to a marked text is escaped first
  private static Object marked(Run run, String op, Object a, Object b) {
    boolean texts =
        (a instanceof String || a instanceof Markup)
            && (b instanceof String || b instanceof Markup);
    if (op.equals("+") && texts) {
      return new Markup(run.made(Markup.escape(a).text() + Markup.escape(b).text()));
    }
    if (op.equals("*")) {
      Object left = a instanceof Markup m ? m.text() : a;
      Object right = b instanceof Markup m ? m.text() : b;
      return new Markup((String) multiply(run, left, right));
    }
    throw unsupported(op, a, b);
  }

  private static Fault unsupported(String op, Object a, Object b) {
    String name = op.equals("**") ? "** or pow()" : op;
    return Fault.type(
        "unsupported operand type(s) for "
            + name
            + ": '"
            + Types.name(a)
            + "' and '"
            + Types.name(b)
            + "'");
  }

  private static Object add(Run run, Object a, Object b) {
    if (a instanceof PyList x && b instanceof PyList y) {
      return new PyList(joined(run, x.items(), y.items()));
    }
    if (a instanceof Tuple x && b instanceof Tuple y) {
      return new Tuple(joined(run, x.items(), y.items()));
    }
    if (a instanceof String) {
      throw Fault.type("can only concatenate str (not \"" + Types.name(b) + "\") to str");
    }
    throw unsupported("+", a, b);
  }

  private static List<Object> joined(Run run, List<Object> a, List<Object> b) {
    run.elements((long) a.size() + b.size());
    List<Object> sum = new ArrayList<>(a.size() + b.size());
    sum.addAll(a);
    sum.addAll(b);
    return sum;
  }

  private static Object multiply(Run run, Object a, Object b) {
    Object times = Equality.number(a) ? a : b;
    Object what = times == a ? b : a;
    if (!(what instanceof String || what instanceof PyList || what instanceof Tuple)
        || !(times instanceof Long || times instanceof Boolean)) {
      throw unsupported("*", a, b);
    }
    long n = Math.max(0, toLong(times));
    if (what instanceof String s) {
      run.room(s.isEmpty() ? 0 : n > 1L << 40 ? Long.MAX_VALUE : n * s.length());
      return s.isEmpty() ? "" : s.repeat((int) n);
    }
    List<Object> items = what instanceof PyList l ? l.items() : ((Tuple) what).items();
    run.elements(items.isEmpty() ? 0 : n > 1L << 40 ? Long.MAX_VALUE : n * items.size());
    List<Object> product = new ArrayList<>();
    for (long i = 0; i < n && !items.isEmpty(); i++) {
      product.addAll(items);
    }
    return what instanceof PyList ? new PyList(product) : new Tuple(product);
  }

  static double toDouble(Object value) {
    return switch (value) {
      case Double d -> d;
      case Long l -> l;
      case Boolean b -> b ? 1 : 0;
      case BigInteger i -> {
        double d = i.doubleValue();
        if (Double.isInfinite(d)) {
          throw Fault.raised("OverflowError", "int too large to convert to float");
        }
        yield d;
      }
      default -> throw Fault.type("must be real number, not " + Types.name(value));
    };
  }

  static long toLong(Object value) {
    return switch (value) {
      case Long l -> l;
      case Boolean b -> b ? 1 : 0;
      case BigInteger i -> i.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
      default ->
          throw Fault.type(
              "'" + Types.name(value) + "' object cannot be interpreted as an integer");
    };
  }

  static BigInteger big(Object value) {
    return value instanceof BigInteger i ? i : BigInteger.valueOf(toLong(value));
  }

  private static Object floats(String op, double a, double b) {
    return switch (op) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "**" -> power(a, b);
      default -> {
        if (b == 0) {
          throw Fault.raised(
              "ZeroDivisionError",
              switch (op) {
                case "/" -> "float division by zero";
                case "//" -> "float floor division by zero";
                default -> "float modulo";
              });
        }
        yield op.equals("/") ? a / b : op.equals("//") ? floor(a, b) : modulo(a, b);
      }
    };
  }

  // float_pow and float_divmod of CPython 3.11
  private static double power(double a, double b) {
    if (a == 0 && b < 0) {
      throw Fault.raised("ZeroDivisionError", "0.0 cannot be raised to a negative power");
    }
    if (a < 0 && Double.isFinite(a) && Double.isFinite(b) && b != Math.rint(b)) {
      throw Fault.refused("a complex number: a negative one to a broken power");
    }
    double result = a == 1 ? 1 : a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
    if (Double.isInfinite(result) && Double.isFinite(a) && Double.isFinite(b)) {
      throw Fault.raised("OverflowError", "(34, 'Numerical result out of range')");
    }
    return result;
  }

  static double modulo(double a, double b) {
    double m = a % b;
    if (m != 0) {
      return b < 0 != m < 0 ? m + b : m;
    }
    return Math.copySign(0.0, b);
  }

  private static double floor(double a, double b) {
    double m = a % b;
    double div = (a - m) / b;
    if (m != 0 && b < 0 != m < 0) {
      div -= 1.0;
    }
    if (div == 0) {
      return Math.copySign(0.0, a / b);
    }
    double floored = Math.floor(div);
    return div - floored > 0.5 ? floored + 1 : floored;
  }

  private static Object integers(String op, Object a, Object b) {
    BigInteger x = big(a);
    BigInteger y = big(b);
    if (a instanceof Long p && b instanceof Long q) {
      long l = p;
      long r = q;
      try {
        switch (op) {
          case "+":
            return Math.addExact(l, r);
          case "-":
            return Math.subtractExact(l, r);
          case "*":
            return Math.multiplyExact(l, r);
          default:
        }
      } catch (ArithmeticException e) {
        // too large for a long: below
      }
    }
    return switch (op) {
      case "+" -> Values.whole(x.add(y));
      case "-" -> Values.whole(x.subtract(y));
      case "*" -> Values.whole(bounded(x, y, x.bitLength() + (long) y.bitLength()).multiply(y));
      case "**" -> power(x, y);
      default -> divided(op, x, y);
    };
  }

  private static BigInteger bounded(BigInteger x, BigInteger y, long bits) {
    if (bits > MOST_BITS && x.bitLength() > 1 && y.signum() != 0) {
      throw Fault.limit("a whole number of more than " + MOST_BITS + " bits");
    }
    return x;
  }

  private static Object power(BigInteger x, BigInteger y) {
    if (y.signum() < 0) {
      if (x.signum() == 0) {
        throw Fault.raised("ZeroDivisionError", "0.0 cannot be raised to a negative power");
      }
      return power(toDouble(Values.whole(x)), toDouble(Values.whole(y)));
    }
    if (x.bitLength() <= 1 && x.abs().compareTo(BigInteger.ONE) <= 0) {
      boolean odd = y.testBit(0);
      return y.signum() == 0 ? 1L : x.signum() == 0 ? 0L : x.signum() < 0 && odd ? -1L : 1L;
    }
    long exponent = y.bitLength() > 31 ? Integer.MAX_VALUE : y.longValue();
    return Values.whole(bounded(x, y, exponent * x.bitLength()).pow((int) exponent));
  }

  private static Object divided(String op, BigInteger x, BigInteger y) {
    if (y.signum() == 0) {
      throw Fault.raised(
          "ZeroDivisionError",
          op.equals("/") ? "division by zero" : "integer division or modulo by zero");
    }
    if (op.equals("/")) {
      double quotient =
          x.bitLength() <= 53 && y.bitLength() <= 53
              ? x.doubleValue() / y.doubleValue()
              : new java.math.BigDecimal(x)
                  .divide(new java.math.BigDecimal(y), new java.math.MathContext(60))
                  .doubleValue();
      if (Double.isInfinite(quotient)) {
        throw Fault.raised("OverflowError", "integer division result too large for a float");
      }
      return quotient;
    }
    BigInteger[] parts = x.divideAndRemainder(y);
    boolean down = parts[1].signum() != 0 && parts[1].signum() != y.signum();
    return op.equals("//")
        ? Values.whole(down ? parts[0].subtract(BigInteger.ONE) : parts[0])
        : Values.whole(down ? parts[1].add(y) : parts[1]);
  }

  static Object negate(Object value) {
    return switch (value) {
      case Long l when l != Long.MIN_VALUE -> -l;
      case Double d -> -d;
      case Boolean b -> b ? -1L : 0L;
      case Long _, BigInteger _ -> Values.whole(big(value).negate());
      case Undefined u -> throw u.fault();
      default -> throw Fault.type("bad operand type for unary -: '" + Types.name(value) + "'");
    };
  }

  static Object plus(Object value) {
    return switch (value) {
      case Boolean b -> b ? 1L : 0L;
      case Number n -> n;
      case Undefined u -> throw u.fault();
      default -> throw Fault.type("bad operand type for unary +: '" + Types.name(value) + "'");
    };
  }
}
