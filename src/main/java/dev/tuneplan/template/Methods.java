package dev.tuneplan.template;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods of Python's built-in types that a template may call, CPython 3.11 without what the
 * sandbox forbids.
 */
final class Methods {
  static final Map<String, Operation> TEXT =
      new Operations()
          .addAll(TextMethods.parts())
          .addAll(CaseMethods.all())
          .addAll(SearchMethods.all())
          .done();

  /** What Python's texts can do and this interpreter cannot. */
  static final List<String> TEXT_MISSING =
      List.of("encode", "format_map", "maketrans", "translate", "isidentifier", "isprintable");

  static final Map<String, Operation> LIST = sequence();
  static final Map<String, Operation> TUPLE = sequenceLookups().done();
  static final List<String> LIST_CHANGES =
      List.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");

  static final Map<String, Operation> DICT =
      new Operations()
          .add("items", Signature.of(), (_, d, _) -> new DictView((Dict) d, DictView.Part.ITEMS))
          .add("keys", Signature.of(), (_, d, _) -> new DictView((Dict) d, DictView.Part.KEYS))
          .add("values", Signature.of(), (_, d, _) -> new DictView((Dict) d, DictView.Part.VALUES))
          .add("get", Signature.of("key").or("default", None.NONE).byPosition(), Methods::get)
          .add("copy", Signature.of(), (_, d, _) -> ((Dict) d).copy())
          .add("fromkeys", Signature.any(), (_, _, _) -> refuse("fromkeys"))
          .done();
  static final List<String> DICT_CHANGES =
      List.of("clear", "pop", "popitem", "setdefault", "update");

  private static final Set<String> NUMBER_MISSING =
      Set.of(
          "as_integer_ratio",
          "bit_count",
          "bit_length",
          "conjugate",
          "from_bytes",
          "fromhex",
          "hex",
          "is_integer",
          "to_bytes");

  private static final Set<String> NAMES = names();

  private Methods() {}

  /** Whether any value of a template has a method of this name. */
  static boolean known(String name) {
    return NAMES.contains(name);
  }

  static Set<String> names() {
    Set<String> names = new HashSet<>(TEXT.keySet());
    names.addAll(LIST.keySet());
    names.addAll(DICT.keySet());
    names.addAll(LIST_CHANGES);
    names.addAll(DICT_CHANGES);
    names.addAll(Loop.METHODS);
    names.add("is_integer");
    return names;
  }

  private static Object refuse(String method) {
    throw Fault.refused("the method '" + method + "'");
  }

  private static Object get(Run run, Object dict, Object[] args) {
    Object found = ((Dict) dict).find(args[0]);
    return found == null ? args[1] : found;
  }

  private static Map<String, Operation> sequence() {
    return sequenceLookups()
        .add("copy", Signature.of(), (_, l, _) -> new PyList(((PyList) l).items()))
        .done();
  }

  private static Operations sequenceLookups() {
    return new Operations()
        .add("count", Signature.of("value").byPosition(), Methods::count)
        .add(
            "index",
            Signature.of("value").or("start", 0L).or("stop", Long.MAX_VALUE).byPosition(),
            Methods::index);
  }

  private static List<Object> items(Object sequence) {
    return sequence instanceof PyList l ? l.items() : ((Tuple) sequence).items();
  }

  private static Object count(Run run, Object sequence, Object[] args) {
    return items(sequence).stream().filter(i -> Equality.same(run, i, args[0])).count();
  }

  private static Object index(Run run, Object sequence, Object[] args) {
    List<Object> items = items(sequence);
    long from = bound(args[1], items.size());
    long to = bound(args[2], items.size());
    for (long i = from; i < to; i++) {
      if (Equality.same(run, items.get((int) i), args[0])) {
        return i;
      }
    }
    throw Fault.value("value is not in the " + Types.name(sequence));
  }

  static long bound(Object index, int length) {
    long i = Arithmetic.toLong(index);
    return Math.clamp(i < 0 ? i + length : i, 0, length);
  }

  /** An attribute of a number, if it has it. */
  static @Nullable Object ofNumber(Object number, String name) {
    if (name.equals("real") || name.equals("numerator") && !(number instanceof Double)) {
      return number instanceof Boolean b ? (b ? 1L : 0L) : number;
    }
    if (name.equals("imag")) {
      return number instanceof Double ? (Object) 0.0 : 0L;
    }
    if (name.equals("denominator") && !(number instanceof Double)) {
      return 1L;
    }
    if (name.equals("is_integer") && number instanceof Double d) {
      return new Method(
          number,
          new Operation(name, Signature.of(), (_, _, _) -> d == Math.rint(d) && !d.isInfinite()));
    }
    if (NUMBER_MISSING.contains(name) || name.startsWith("__")) {
      throw Fault.refused("the attribute '" + name + "' of a number");
    }
    return null;
  }

  /** An attribute of a range, if it has it. */
  static @Nullable Object ofRange(IntRange range, String name) {
    if (name.equals("count") || name.equals("index") || name.startsWith("__")) {
      throw Fault.refused("the attribute '" + name + "' of a range");
    }
    return switch (name) {
      case "start" -> range.start();
      case "stop" -> range.stop();
      case "step" -> range.step();
      default -> null;
    };
  }
}
