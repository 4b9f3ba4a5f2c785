package dev.tuneplan.template;

import java.util.List;
import java.util.Map;

/**
 * What a call passes.
 *
 * @param positional in order
 * @param named by name, in order
 */
record Args(List<Object> positional, Map<String, Object> named) {
  static final Args NONE = new Args(List.of(), Map.of());

  static Args of(Object... positional) {
    return new Args(List.of(positional), Map.of());
  }
}
