package dev.tuneplan.template;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Python's generator functions: nothing happens before the first item is asked for. */
final class Lazy {
  private Lazy() {}

  /** A generator that raises when it is read. */
  static Generator failing(Supplier<Fault> fault) {
    return Generator.of(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            throw fault.get();
          }

          @Override
          public Object next() {
            throw fault.get();
          }
        });
  }

  /** What a value has, changed and chosen item by item. */
  static Generator filtered(Object value, UnaryOperator<Object> change, Predicate<Object> chosen) {
    return Generator.of(
        new Iterator<>() {
          private @Nullable Iterator<Object> items;
          private @Nullable Object ready;

          @Override
          public boolean hasNext() {
            Iterator<Object> from = items == null ? Iteration.over(value) : items;
            items = from;
            while (ready == null && from.hasNext()) {
              Object item = from.next();
              if (chosen.test(item)) {
                ready = change.apply(item);
              }
            }
            return ready != null;
          }

          @Override
          public Object next() {
            Object next = hasNext() ? ready : null;
            if (next == null) {
              throw new NoSuchElementException();
            }
            ready = null;
            return next;
          }
        });
  }
}
