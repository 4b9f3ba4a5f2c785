package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path that {@code attribute=} names: {@code a.b.0}.
 *
 * @param parts names and indices
 * @param fallback what stands for an undefined part; None for nothing
 */
record Attributes(List<Object> parts, Object fallback) {
  static final Attributes ITSELF = new Attributes(List.of(), None.NONE);

  static Attributes of(Object attribute) {
    return of(attribute, None.NONE);
  }

  static Attributes of(@Nullable Object attribute, Object fallback) {
    if (attribute == null || attribute == None.NONE) {
      return new Attributes(List.of(), fallback);
    }
    if (!(attribute instanceof String path)) {
      return new Attributes(List.of(attribute), fallback);
    }
    List<Object> parts = new ArrayList<>();
    for (String part : path.split("\\.", -1)) {
      boolean index =
          !part.isEmpty() && part.length() < 18 && part.chars().allMatch(c -> c >= '0' && c <= '9');
      parts.add(index ? (Object) Long.valueOf(part) : part);
    }
    return new Attributes(parts, fallback);
  }

  Object of(Run run, Object item) {
    run.spend(1);
    Object value = item;
    for (Object part : parts) {
      value = Access.item(value, part);
      if (value instanceof Undefined && fallback != None.NONE) {
        value = fallback;
      }
    }
    return value;
  }
}
