package dev.tuneplan.template;

import java.util.List;

/**
 * A Python list. Transformers' sandbox forbids every method that would change one, so it never
 * changes.
 *
 * @param items its elements
 */
record PyList(List<Object> items) {
  // two lists are the same only when they are one object; Equality compares them as Python does
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
