package dev.tuneplan.template;

import java.util.Iterator;

/**
 * What {@code dict.items()}, {@code keys()} and {@code values()} give.
 *
 * @param dict the dict that is looked at
 * @param part which part of it
 */
record DictView(Dict dict, Part part) {

  /** The three views. */
  enum Part {
    /** Keys and values as tuples. */
    ITEMS("dict_items"),
    /** Keys. */
    KEYS("dict_keys"),
    /** Values. */
    VALUES("dict_values");

    private final String type;

    Part(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  Iterator<Object> iterator() {
    Iterator<Object> keys = dict.kept().iterator();
    return switch (part) {
      case VALUES -> dict.values().iterator();
      case KEYS ->
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return keys.hasNext();
            }

            @Override
            public Object next() {
              return dict.written(keys.next());
            }
          };
      case ITEMS ->
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return keys.hasNext();
            }

            @Override
            public Object next() {
              Object key = keys.next();
              return Tuple.of(dict.written(key), dict.get(key).orElseThrow());
            }
          };
    };
  }
}
