package dev.tuneplan.template;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Python dict in order of insertion; keys that Python takes for equal (1, 1.0, True) are one key
 * here too.
 */
final class Dict {
  // every undefined equals every other
  private static final Undefined UNDEFINED = new Undefined("");
  private final Map<Object, Object> values;
  // what a key that is kept in another form was written as
  private final Map<Object, Object> written = new LinkedHashMap<>(0);

  Dict() {
    this(16);
  }

  Dict(int capacity) {
    values = new LinkedHashMap<>(capacity);
  }

  /**
   * The form in which a key is kept: True and 1.0 are 1. Python raises TypeError for keys that can
   * change.
   */
  static Object key(Object key) {
    return switch (key) {
      case String s -> s;
      case Boolean b -> b ? 1L : 0L;
      case Double d when d == Math.rint(d) && Math.abs(d) < 1L << 53 -> d.longValue();
      case Tuple t -> t.asKey();
      case Markup m -> m.text();
      case Undefined _ -> UNDEFINED;
      case PyList _, Dict _ ->
          throw Fault.raised("TypeError", "unhashable type: '" + Types.name(key) + "'");
      default -> key;
    };
  }

  void put(Object key, Object value) {
    Object kept = key(key);
    if (kept != key && !values.containsKey(kept)) {
      written.put(kept, key);
    }
    values.put(kept, value);
  }

  @Nullable Object find(Object key) {
    return values.get(key instanceof String ? key : key(key));
  }

  Optional<Object> get(Object key) {
    return Optional.ofNullable(find(key));
  }

  boolean has(Object key) {
    return values.containsKey(key(key));
  }

  int size() {
    return values.size();
  }

  Collection<Object> values() {
    return values.values();
  }

  java.util.Set<Object> kept() {
    return values.keySet();
  }

  /** The key as it was first written. */
  Object written(Object kept) {
    return written.isEmpty() ? kept : written.getOrDefault(kept, kept);
  }

  Dict copy() {
    Dict copy = new Dict();
    copy.values.putAll(values);
    copy.written.putAll(written);
    return copy;
  }
}
