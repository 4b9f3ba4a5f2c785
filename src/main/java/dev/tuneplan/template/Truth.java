package dev.tuneplan.template;

import java.math.BigInteger;

/** Python's {@code bool()}. */
final class Truth {
  private Truth() {}

  static boolean of(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case String s -> !s.isEmpty();
      case None _, Undefined _ -> false;
      case Long l -> l != 0;
      case PyList l -> !l.items().isEmpty();
      case Dict d -> d.size() > 0;
      case Double d -> d != 0;
      case Tuple t -> !t.items().isEmpty();
      case BigInteger b -> b.signum() != 0;
      case DictView v -> v.dict().size() > 0;
      case IntRange r -> r.length() > 0;
      case Markup m -> !m.text().isEmpty();
      case Loop l -> l.length() > 0;
      default -> true;
    };
  }
}
