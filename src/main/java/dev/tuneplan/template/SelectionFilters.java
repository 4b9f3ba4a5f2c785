package dev.tuneplan.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * {@code map}, {@code select}, {@code reject} and their forms for attributes (jinja2/filters.py
 * 3.1.6).
 */
final class SelectionFilters {
  private SelectionFilters() {}

  static Map<String, Operation> all() {
    return new Operations()
        .add("map", Signature.any(), (r, v, a) -> map(r, v, (Args) a[0]))
        .add(
            "select",
            Signature.any(),
            (r, v, a) -> choose(r, v, (Args) a[0], new Mode(true, false)))
        .add(
            "reject",
            Signature.any(),
            (r, v, a) -> choose(r, v, (Args) a[0], new Mode(false, false)))
        .add(
            "selectattr",
            Signature.any(),
            (r, v, a) -> choose(r, v, (Args) a[0], new Mode(true, true)))
        .add(
            "rejectattr",
            Signature.any(),
            (r, v, a) -> choose(r, v, (Args) a[0], new Mode(false, true)))
        .done();
  }

  private record Mode(boolean keep, boolean attribute) {}

  private static Object map(Run run, Object value, Args args) {
    if (!Truth.of(value)) {
      return Generator.of(Collections.emptyIterator());
    }
    UnaryOperator<Object> change;
    if (args.positional().isEmpty() && args.named().containsKey("attribute")) {
      Map<String, Object> named = new LinkedHashMap<>(args.named());
      Object attribute = named.remove("attribute");
      Object fallback = named.remove("default");
      if (!named.isEmpty()) {
        return Lazy.failing(() ->
            Fault.raised(
                "FilterArgumentError",
                "Unexpected keyword argument '" + named.keySet().iterator().next() + "'"));
      }
      Attributes path = Attributes.of(attribute, fallback == null ? None.NONE : fallback);
      change = item -> path.of(run, item);
    } else if (args.positional().isEmpty()) {
      return Lazy.failing(
          () -> Fault.raised("FilterArgumentError", "map requires a filter argument"));
    } else {
      Args rest = rest(args, 1);
      Object name = args.positional().getFirst();
      change = item -> Filters.call(run, Text.str(run, name), item, rest);
    }
    return Lazy.filtered(value, change, _ -> true);
  }

  private static Args rest(Args args, int from) {
    List<Object> all = args.positional();
    return new Args(all.subList(Math.min(from, all.size()), all.size()), args.named());
  }

  private static Object choose(Run run, Object value, Args args, Mode mode) {
    if (!Truth.of(value)) {
      return Generator.of(Collections.emptyIterator());
    }
    List<Object> given = args.positional();
    if (mode.attribute && given.isEmpty()) {
      return Lazy.failing(
          () -> Fault.raised("FilterArgumentError", "Missing parameter for attribute name"));
    }
    Attributes path = mode.attribute ? Attributes.of(given.getFirst()) : Attributes.ITSELF;
    int off = mode.attribute ? 1 : 0;
    Args rest = rest(args, off + 1);
    Predicate<Object> test =
        given.size() > off
            ? item ->
                Truth.of(Tests.call(run, Text.str(run, given.get(off)), path.of(run, item), rest))
            : item -> Truth.of(path.of(run, item));
    return Lazy.filtered(value, i -> i, mode.keep ? test : test.negate());
  }
}
