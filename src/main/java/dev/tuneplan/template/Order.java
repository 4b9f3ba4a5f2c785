package dev.tuneplan.template;

import java.util.List;

/** Python's {@code <}, {@code <=}, {@code >}, {@code >=}. */
final class Order {
  private Order() {}

  static boolean holds(Run run, String op, Object a, Object b) {
    if (a instanceof Undefined u) {
      throw u.fault();
    }
    if (b instanceof Undefined u) {
      throw u.fault();
    }
    if (Equality.number(a) && Equality.number(b)) {
      int c = Equality.compareNumbers(a, b);
      return c != 2 && sign(op, c);
    }
    Object x = a instanceof Markup m ? m.text() : a;
    Object y = b instanceof Markup m ? m.text() : b;
    if (x instanceof String s && y instanceof String t) {
      return sign(op, compareText(s, t));
    }
    if (a instanceof PyList l && b instanceof PyList m) {
      return sequences(run, op, l.items(), m.items());
    }
    if (a instanceof Tuple l && b instanceof Tuple m) {
      return sequences(run, op, l.items(), m.items());
    }
    if (a instanceof DictView || b instanceof DictView) {
      throw Fault.refused("ordering of " + Types.name(a) + " and " + Types.name(b));
    }
    throw Fault.type(
        "'"
            + op
            + "' not supported between instances of '"
            + Types.name(a)
            + "' and '"
            + Types.name(b)
            + "'");
  }

  private static boolean sign(String op, int c) {
    return switch (op) {
      case "<" -> c < 0;
      case "<=" -> c <= 0;
      case ">" -> c > 0;
      default -> c >= 0;
    };
  }

  // by code point: UTF-16 units order surrogates before U+E000
  private static int compareText(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean far = Character.isSurrogate(x);
        return far == Character.isSurrogate(y) ? Character.compare(x, y) : far ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static boolean sequences(Run run, String op, List<Object> a, List<Object> b) {
    run.spend(1);
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (!Equality.same(run, a.get(i), b.get(i))) {
        return holds(run, op, a.get(i), b.get(i));
      }
    }
    return sign(op, Integer.compare(a.size(), b.size()));
  }
}
