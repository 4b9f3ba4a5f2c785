package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Filters of Jinja 3.1.6 that look at sequences and mappings. */
final class SequenceFilters {
  private SequenceFilters() {}

  static Map<String, Operation> all() {
    return new Operations()
        .add("length", Signature.of(), (_, v, _) -> length(v))
        .alias("count", "length")
        .add("list", Signature.of(), (r, v, _) -> new PyList(Iteration.list(r, v)))
        .add("first", Signature.of(), (_, v, _) -> first(v))
        .add("last", Signature.of(), (r, v, _) -> last(r, v))
        .add("reverse", Signature.of(), SequenceFilters::reverse)
        .add("items", Signature.of(), (_, v, _) -> items(v))
        .add(
            "default",
            Signature.of().or("default_value", "").or("boolean", false),
            (_, v, a) -> v instanceof Undefined || Truth.of(a[1]) && !Truth.of(v) ? a[0] : v)
        .alias("d", "default")
        .add("attr", Signature.of("name"), SequenceFilters::attr)
        .add("sum", Signature.of().or("attribute", None.NONE).or("start", 0L), SequenceFilters::sum)
        .add("min", extreme(), (r, v, a) -> extreme(r, v, a, "<"))
        .add("max", extreme(), (r, v, a) -> extreme(r, v, a, ">"))
        .add(
            "sort",
            Signature.of()
                .or("reverse", false)
                .or("case_sensitive", false)
                .or("attribute", None.NONE),
            SequenceFilters::sort)
        .add(
            "dictsort",
            Signature.of().or("case_sensitive", false).or("by", "key").or("reverse", false),
            SequenceFilters::dictsort)
        .add("unique", extreme(), SequenceFilters::unique)
        .add(
            "groupby",
            Signature.of("attribute").or("default", None.NONE).or("case_sensitive", false),
            SequenceFilters::groupby)
        .add("batch", Signature.of("linecount").or("fill_with", None.NONE), SequenceFilters::batch)
        .add("slice", Signature.of("slices").or("fill_with", None.NONE), SequenceFilters::slice)
        .done();
  }

  private static Signature extreme() {
    return Signature.of().or("case_sensitive", false).or("attribute", None.NONE);
  }

  private static Object length(Object value) {
    return (long)
        Iteration.length(value)
            .orElseThrow(
                () -> Fault.type("object of type '" + Types.name(value) + "' has no len()"));
  }

  private static Object first(Object value) {
    Iterator<Object> items = Iteration.over(value);
    return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
  }

  private static boolean reversible(Object value) {
    return Slices.sequence(value)
        || value instanceof Dict
        || value instanceof DictView
        || value instanceof Undefined;
  }

  private static Object last(Run run, Object value) {
    if (!reversible(value)) {
      throw Fault.type("'" + Types.name(value) + "' object is not reversible");
    }
    if (value instanceof PyList l) {
      return l.items().isEmpty()
          ? new Undefined("No last item, sequence was empty.")
          : l.items().getLast();
    }
    List<Object> items = Iteration.list(run, value);
    return items.isEmpty() ? new Undefined("No last item, sequence was empty.") : items.getLast();
  }

  private static Object reverse(Run run, Object value, Object[] args) {
    if (value instanceof String || value instanceof Markup) {
      return Slices.slice(run, value, None.NONE, None.NONE, -1L);
    }
    if (!reversible(value) && Iteration.iterator(value).isEmpty()) {
      throw Fault.raised("FilterArgumentError", "argument must be iterable");
    }
    List<Object> items = new ArrayList<>(Iteration.list(run, value));
    Collections.reverse(items);
    return reversible(value)
        ? new Generator(
            value instanceof PyList ? "list_reverseiterator" : "reversed", items.iterator())
        : new PyList(items);
  }

  private static Object items(Object value) {
    return switch (value) {
      case Undefined _ -> Generator.of(Collections.emptyIterator());
      case Dict d -> Generator.of(new DictView(d, DictView.Part.ITEMS).iterator());
      default -> Lazy.failing(() -> Fault.type("Can only get item pairs from a mapping."));
    };
  }

  private static Object attr(Run run, Object value, Object[] args) {
    return Access.attributeOnly(value, TextMethods.text(args[0], "attribute name must be string"));
  }

  private static Object sum(Run run, Object value, Object[] args) {
    if (args[1] instanceof String) {
      throw Fault.type("sum() can't sum strings [use ''.join(seq) instead]");
    }
    Attributes path = Attributes.of(args[0]);
    Object sum = args[1];
    for (Iterator<Object> i = Iteration.over(value); i.hasNext(); ) {
      sum = Arithmetic.apply(run, "+", sum, path.of(run, i.next()));
    }
    return sum;
  }

  private static UnaryOperator<Object> key(Run run, Object attribute, Object caseSensitive) {
    Attributes path = Attributes.of(attribute);
    boolean exact = Truth.of(caseSensitive);
    return item -> fold(path.of(run, item), exact);
  }

  private static Object fold(Object value, boolean exact) {
    Object plain = value instanceof Markup m ? m.text() : value;
    return !exact && plain instanceof String s ? CaseMethods.lower(s) : value;
  }

  private static Object extreme(Run run, Object value, Object[] args, String op) {
    Iterator<Object> items = Iteration.over(value);
    if (!items.hasNext()) {
      return new Undefined("No aggregated item, sequence was empty.");
    }
    UnaryOperator<Object> key = key(run, args[1], args[0]);
    Object best = items.next();
    Object bestKey = key.apply(best);
    while (items.hasNext()) {
      Object item = items.next();
      Object itemKey = key.apply(item);
      if (Order.holds(run, op, itemKey, bestKey)) {
        best = item;
        bestKey = itemKey;
      }
    }
    return best;
  }

  private static Object sort(Run run, Object value, Object[] args) {
    List<UnaryOperator<Object>> keys = new ArrayList<>();
    if (args[2] instanceof String several) {
      for (String attribute : several.split(",", -1)) {
        keys.add(key(run, attribute, args[1]));
      }
    } else {
      keys.add(key(run, args[2], args[1]));
    }
    UnaryOperator<Object> key = item -> new Tuple(keys.stream().map(k -> k.apply(item)).toList());
    return new PyList(Sorting.sorted(run, Iteration.list(run, value), key, Truth.of(args[0])));
  }

  private static Object dictsort(Run run, Object value, Object[] args) {
    if (!args[1].equals("key") && !args[1].equals("value")) {
      throw Fault.raised("FilterArgumentError", "You can only sort by either \"key\" or \"value\"");
    }
    if (!(value instanceof Dict dict)) {
      throw value instanceof Undefined u
          ? u.fault()
          : Fault.raised("AttributeError", "'" + Types.name(value) + "' has no attribute 'items'");
    }
    int part = args[1].equals("key") ? 0 : 1;
    boolean exact = Truth.of(args[0]);
    List<Object> pairs = Iteration.list(run, new DictView(dict, DictView.Part.ITEMS));
    return new PyList(
        Sorting.sorted(
            run, pairs, p -> fold(((Tuple) p).items().get(part), exact), Truth.of(args[2])));
  }

  private static Object unique(Run run, Object value, Object[] args) {
    UnaryOperator<Object> key = key(run, args[1], args[0]);
    Set<Object> seen = new HashSet<>();
    return Lazy.filtered(value, i -> i, item -> seen.add(Dict.key(key.apply(item))));
  }

  private static Object groupby(Run run, Object value, Object[] args) {
    Attributes path = Attributes.of(args[0], args[1]);
    boolean exact = Truth.of(args[2]);
    UnaryOperator<Object> key = item -> fold(path.of(run, item), exact);
    List<Object> groups = new ArrayList<>();
    List<Object> members = new ArrayList<>();
    Object current = None.NONE;
    for (Object item : Sorting.sorted(run, Iteration.list(run, value), key, false)) {
      Object next = key.apply(item);
      if (!members.isEmpty() && !Equality.equal(run, current, next)) {
        groups.add(Tuple.group(exact ? current : path.of(run, members.getFirst()), members));
        members = new ArrayList<>();
      }
      current = members.isEmpty() ? next : current;
      members.add(item);
    }
    if (!members.isEmpty()) {
      groups.add(Tuple.group(exact ? current : path.of(run, members.getFirst()), members));
    }
    return new PyList(groups);
  }

  private static Object batch(Run run, Object value, Object[] args) {
    List<Object> items = Iteration.list(run, value);
    List<Object> out = new ArrayList<>();
    List<Object> line = new ArrayList<>();
    for (Object item : items) {
      if (Equality.equal(run, (long) line.size(), args[0])) {
        out.add(new PyList(line));
        line = new ArrayList<>();
      }
      line.add(item);
    }
    if (!line.isEmpty()) {
      if (args[1] != None.NONE) {
        long missing = Arithmetic.toLong(args[0]) - line.size();
        run.elements(Math.max(0, missing));
        for (long i = 0; i < missing; i++) {
          line.add(args[1]);
        }
      }
      out.add(new PyList(line));
    }
    return Generator.of(out.iterator());
  }

  private static Object slice(Run run, Object value, Object[] args) {
    List<Object> items = Iteration.list(run, value);
    long slices = Arithmetic.toLong(args[0]);
    if (slices == 0) {
      return Lazy.failing(
          () -> Fault.raised("ZeroDivisionError", "integer division or modulo by zero"));
    }
    run.elements(Math.max(0, slices));
    List<Object> out = new ArrayList<>();
    int from = 0;
    for (long i = 0; i < slices; i++) {
      int to = (int) (from + items.size() / slices + (i < items.size() % slices ? 1 : 0));
      List<Object> part = new ArrayList<>(items.subList(from, to));
      if (args[1] != None.NONE && i >= items.size() % slices) {
        part.add(args[1]);
      }
      out.add(new PyList(part));
      from = to;
    }
    return Generator.of(out.iterator());
  }
}
