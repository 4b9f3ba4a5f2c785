package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Python's indices and slices, of texts by code point. */
final class Slices {
  private Slices() {}

  static boolean sequence(Object value) {
    return value instanceof String
        || value instanceof PyList
        || value instanceof Tuple
        || value instanceof IntRange
        || value instanceof Markup;
  }

  /** {@code value[index]} of a sequence; empty where Python raises IndexError. */
  static Optional<Object> at(Object value, long index) {
    int length = Iteration.length(value).orElseThrow();
    long from = index < 0 ? index + length : index;
    if (from < 0 || from >= length) {
      return Optional.empty();
    }
    int i = (int) from;
    return Optional.of(
        switch (value) {
          case PyList l -> l.items().get(i);
          case Tuple t -> t.items().get(i);
          case IntRange r -> r.at(i);
          case Markup m -> new Markup(character(m.text(), i));
          default -> character((String) value, i);
        });
  }

  private static String character(String s, int point) {
    int from = Chars.unit(s, point);
    return Character.toString(s.codePointAt(from));
  }

  /** {@code value[start:stop:step]}; None stands for what is left out. */
  static Object slice(Run run, Object value, Object start, Object stop, Object step) {
    if (value instanceof Undefined u) {
      throw u.fault();
    }
    if (!sequence(value)) {
      throw value instanceof Dict
          ? Fault.type("unhashable type: 'slice'")
          : Fault.type("'" + Types.name(value) + "' object is not subscriptable");
    }
    long stride = step == None.NONE ? 1 : index(step);
    if (stride == 0) {
      throw Fault.value("slice step cannot be zero");
    }
    int length = Iteration.length(value).orElseThrow();
    long least = stride > 0 ? 0 : -1;
    long most = stride > 0 ? length : length - 1L;
    long from =
        start == None.NONE ? (stride > 0 ? least : most) : bound(index(start), length, least, most);
    long to =
        stop == None.NONE ? (stride > 0 ? most : least) : bound(index(stop), length, least, most);
    return switch (value) {
      case String s -> text(run, s, length, from, to, stride);
      case Markup m -> new Markup(text(run, m.text(), length, from, to, stride));
      case PyList l -> new PyList(list(run, l.items(), from, to, stride));
      case Tuple t -> new Tuple(list(run, t.items(), from, to, stride));
      default -> throw Fault.refused("a slice of a range");
    };
  }

  private static long index(Object value) {
    if (value instanceof Undefined || !Equality.number(value) || value instanceof Double) {
      throw Fault.type("slice indices must be integers or None or have an __index__ method");
    }
    return Math.clamp(Arithmetic.toLong(value), -(1L << 40), 1L << 40);
  }

  private static long bound(long index, int length, long least, long most) {
    return Math.clamp(index < 0 ? index + length : index, least, most);
  }

  private static String text(Run run, String s, int length, long from, long to, long stride) {
    boolean narrow = length == s.length();
    if (stride == 1) {
      if (from >= to) {
        return "";
      }
      run.spend((to - from) / 16);
      return narrow
          ? s.substring((int) from, (int) to)
          : s.substring(Chars.unit(s, (int) from), Chars.unit(s, (int) to));
    }
    int[] points = s.codePoints().toArray();
    run.room(points.length);
    StringBuilder out = new StringBuilder();
    for (long i = from; stride > 0 ? i < to : i > to; i += stride) {
      out.appendCodePoint(points[(int) i]);
    }
    return out.toString();
  }

  private static List<Object> list(Run run, List<Object> items, long from, long to, long stride) {
    run.elements(Math.max(0, (to - from) / stride));
    if (stride == 1) {
      return from >= to ? List.of() : items.subList((int) from, (int) to);
    }
    List<Object> out = new ArrayList<>();
    for (long i = from; stride > 0 ? i < to : i > to; i += stride) {
      out.add(items.get((int) i));
    }
    return out;
  }
}
