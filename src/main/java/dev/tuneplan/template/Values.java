package dev.tuneplan.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain Java to the values of templates. */
final class Values {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int DEEPEST = 500;

  private Values() {}

  static Dict dict(Map<?, ?> map) {
    return dict(map, 0);
  }

  private static Dict dict(Map<?, ?> map, int depth) {
    Dict dict = new Dict(map.size() * 2);
    map.forEach((k, v) -> dict.put(of(k, depth), of(v, depth)));
    return dict;
  }

  private static Object of(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "a variable of a template is nested more than " + DEEPEST + " deep");
    }
    return switch (value) {
      case null -> None.NONE;
      case String s -> s;
      case Boolean b -> b;
      case Long l -> l;
      case Double d -> d;
      case Integer i -> i.longValue();
      case Short s -> s.longValue();
      case BigInteger b -> whole(b);
      case Map<?, ?> m -> dict(m, depth + 1);
      case List<?> l -> list(l, depth + 1);
      default ->
          throw new IllegalArgumentException(
              "a variable of a template cannot be a " + value.getClass().getName());
    };
  }

  private static PyList list(List<?> list, int depth) {
    List<Object> items = new ArrayList<>(list.size());
    for (Object item : list) {
      items.add(of(item, depth));
    }
    return new PyList(items);
  }

  /** A Long where it fits. */
  static Object whole(BigInteger value) {
    return value.compareTo(LEAST) >= 0 && value.compareTo(MOST) <= 0 ? value.longValue() : value;
  }
}
