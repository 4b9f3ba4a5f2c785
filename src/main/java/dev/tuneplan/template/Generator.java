package dev.tuneplan.template;

import java.util.Iterator;

/**
 * An iterator of Python: true, without a length, and empty once it was read.
 *
 * @param type Python's name of its type
 * @param items what is still to come
 */
record Generator(String type, Iterator<Object> items) {
  static Generator of(Iterator<Object> items) {
    return new Generator("generator", items);
  }
}
