package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Python's {@code iter}, {@code len} and {@code in}. */
final class Iteration {
  private Iteration() {}

  static Iterator<Object> over(Object value) {
    return iterator(value)
        .orElseThrow(() -> Fault.type("'" + Types.name(value) + "' object is not iterable"));
  }

  static Optional<Iterator<Object>> iterator(Object value) {
    return switch (value) {
      case PyList l -> Optional.of(l.items().iterator());
      case Dict d -> Optional.of(new DictView(d, DictView.Part.KEYS).iterator());
      case DictView v -> Optional.of(v.iterator());
      case Tuple t -> Optional.of(t.items().iterator());
      case String s -> Optional.of(characters(s));
      case Markup m -> Optional.of(characters(m.text()));
      case IntRange r -> Optional.of(r.iterator());
      case Generator g -> Optional.of(g.items());
      case Undefined _ -> Optional.of(Collections.emptyIterator());
      case Loop _ -> throw Fault.refused("iterating over 'loop'");
      default -> Optional.empty();
    };
  }

  private static Iterator<Object> characters(String s) {
    return s.codePoints().<Object>mapToObj(Character::toString).iterator();
  }

  static List<Object> list(Run run, Object value) {
    if (value instanceof PyList l) {
      run.elements(l.items().size());
      return l.items();
    }
    List<Object> items = new ArrayList<>();
    for (Iterator<Object> i = over(value); i.hasNext(); ) {
      run.elements(0);
      items.add(i.next());
      if (items.size() % 1024 == 0) {
        run.elements(items.size());
      }
    }
    return items;
  }

  /** {@code len}, absent where Python raises TypeError. */
  static OptionalInt length(Object value) {
    return switch (value) {
      case String s -> OptionalInt.of(Chars.length(s));
      case Markup m -> OptionalInt.of(Chars.length(m.text()));
      case PyList l -> OptionalInt.of(l.items().size());
      case Tuple t -> OptionalInt.of(t.items().size());
      case Dict d -> OptionalInt.of(d.size());
      case DictView v -> OptionalInt.of(v.dict().size());
      case IntRange r -> OptionalInt.of(r.length());
      case Undefined _ -> OptionalInt.of(0);
      case Loop l -> OptionalInt.of((int) l.length());
      default -> OptionalInt.empty();
    };
  }

  /** {@code item in container}. */
  static boolean contains(Run run, Object container, Object item) {
    switch (container) {
      case String s -> {
        return inText(run, s, item);
      }
      case Markup m -> {
        return inText(run, m.text(), item);
      }
      case Dict d -> {
        return d.has(item);
      }
      case DictView v when v.part() == DictView.Part.KEYS -> {
        return v.dict().has(item);
      }
      default -> {
        Iterator<Object> items =
            iterator(container)
                .orElseThrow(() ->
                    Fault.type("argument of type '" + Types.name(container) + "' is not iterable"));
        while (items.hasNext()) {
          run.spend(1);
          if (Equality.same(run, items.next(), item)) {
            return true;
          }
        }
        return false;
      }
    }
  }

  private static boolean inText(Run run, String s, Object item) {
    run.spend(s.length() / 16);
    return switch (item) {
      case String t -> s.contains(t);
      case Markup t -> s.contains(t.text());
      default ->
          throw Fault.type(
              "'in <string>' requires string as left operand, not " + Types.name(item));
    };
  }
}
