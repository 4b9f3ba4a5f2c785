package dev.tuneplan.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;

/** Python's {@code ==}. */
final class Equality {
  private Equality() {}

  static boolean equal(Run run, Object a, Object b) {
    if (a == b) {
      return !(a instanceof Double d && d.isNaN());
    }
    if (a instanceof String || b instanceof String) {
      return text(a).equals(text(b));
    }
    run.spend(1);
    return switch (a) {
      case Number _, Boolean _ -> number(b) && compareNumbers(a, b) == 0;
      case PyList x -> b instanceof PyList y && all(run, x.items(), y.items());
      case Tuple x -> b instanceof Tuple y && all(run, x.items(), y.items());
      case Dict x -> b instanceof Dict y && dicts(run, x, y);
      case Undefined _ -> b instanceof Undefined;
      case Markup m -> b instanceof Markup other && m.text().equals(other.text());
      case IntRange x -> b instanceof IntRange y && ranges(x, y);
      case DictView x when x.part() == DictView.Part.KEYS ->
          throw Fault.refused("comparing " + x.part().type());
      case DictView x when x.part() == DictView.Part.ITEMS ->
          throw Fault.refused("comparing " + x.part().type());
      default -> a instanceof Attribute && a.equals(b);
    };
  }

  private static Object text(Object value) {
    return value instanceof Markup m ? m.text() : value;
  }

  private static boolean ranges(IntRange a, IntRange b) {
    return a.length() == b.length()
        && (a.length() == 0 || a.start() == b.start())
        && (a.length() < 2 || a.step() == b.step());
  }

  private static boolean all(Run run, List<Object> a, List<Object> b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<Object> right = b.iterator();
    for (Object left : a) {
      if (!same(run, left, right.next())) {
        return false;
      }
    }
    return true;
  }

  /** Within containers identity comes first, also for nan. */
  static boolean same(Run run, Object a, Object b) {
    return a == b || equal(run, a, b);
  }

  private static boolean dicts(Run run, Dict a, Dict b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Object key : a.kept()) {
      Object other = b.find(key);
      if (other == null || !same(run, a.get(key).orElseThrow(), other)) {
        return false;
      }
    }
    return true;
  }

  static boolean number(Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  /** Exact, also between integers and floats; nan is unequal to all and gives 2. */
  static int compareNumbers(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.isNaN() || y.isNaN() ? 2 : x < y ? -1 : x > y ? 1 : 0;
    }
    if (a instanceof Double x && !Double.isFinite(x)) {
      return x.isNaN() ? 2 : x > 0 ? 1 : -1;
    }
    if (b instanceof Double y && !Double.isFinite(y)) {
      return y.isNaN() ? 2 : y > 0 ? -1 : 1;
    }
    return decimal(a).compareTo(decimal(b));
  }

  private static BigDecimal decimal(Object value) {
    return switch (value) {
      case Long l -> BigDecimal.valueOf(l);
      case Boolean b -> b ? BigDecimal.ONE : BigDecimal.ZERO;
      case BigInteger i -> new BigDecimal(i);
      case Double d -> new BigDecimal(d);
      default -> throw new IllegalStateException("not a number: " + Types.name(value));
    };
  }
}
