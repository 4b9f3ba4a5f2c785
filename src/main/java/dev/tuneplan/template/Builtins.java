package dev.tuneplan.template;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The functions that every template knows: Jinja's globals and those that Transformers 5.23.0 adds.
 */
final class Builtins {
  private static final Map<String, Builtin> ALL =
      Map.of(
          "range", new Builtin("range", (_, args) -> range(args)),
          "dict", new Builtin("dict", Builtins::dict),
          "namespace", new Builtin("namespace", Builtins::namespace),
          "raise_exception", new Builtin("raise_exception", Builtins::raise),
          "strftime_now", new Builtin("strftime_now", Builtins::strftime),
          "joiner", new Builtin("joiner", (_, args) -> joiner(args)),
          "cycler", new Builtin("cycler", (_, args) -> new Cycler(args)));

  private Builtins() {}

  static Map<String, Builtin> all() {
    return ALL;
  }

  private static Object range(Args args) {
    List<Object> given = args.positional();
    if (!args.named().isEmpty() || given.isEmpty() || given.size() > 3) {
      throw Fault.type("range expected 1 to 3 arguments by position");
    }
    for (Object number : given) {
      if (number instanceof Double || !Equality.number(number)) {
        throw number instanceof Undefined u
            ? u.fault()
            : Fault.type("'" + Types.name(number) + "' object cannot be interpreted as an integer");
      }
    }
    long first = Arithmetic.toLong(given.getFirst());
    return given.size() == 1
        ? new IntRange(0, first, 1)
        : new IntRange(
            first,
            Arithmetic.toLong(given.get(1)),
            given.size() == 3 ? Arithmetic.toLong(given.get(2)) : 1);
  }

  private static Dict dict(Run run, Args args) {
    if (args.positional().size() > 1) {
      throw Fault.type("dict expected at most 1 argument");
    }
    Dict dict = new Dict();
    if (!args.positional().isEmpty()) {
      Object from = args.positional().getFirst();
      if (from instanceof Dict other) {
        other.kept().forEach(k -> dict.put(other.written(k), other.get(k).orElseThrow()));
      } else {
        for (Iterator<Object> i = Iteration.over(from); i.hasNext(); ) {
          List<Object> pair = Iteration.list(run, i.next());
          if (pair.size() != 2) {
            throw Fault.value("dictionary update sequence element has not the length 2");
          }
          dict.put(pair.get(0), pair.get(1));
        }
      }
    }
    args.named().forEach(dict::put);
    return dict;
  }

  private static Object namespace(Run run, Args args) {
    Dict given = dict(run, args);
    Namespace namespace = new Namespace(new Dict());
    for (Object key : given.kept()) {
      if (key instanceof String name) {
        namespace.set(name, given.get(key).orElseThrow());
      }
    }
    return namespace;
  }

  private static Object raise(Run run, Args args) {
    throw Fault.template(Text.str(run, Signature.of("message").bind("raise_exception()", args)[0]));
  }

  private static Object strftime(Run run, Args args) {
    Object format = Signature.of("format").bind("strftime_now()", args)[0];
    String text =
        TextMethods.text(format, "strftime() argument 1 must be str, not " + Types.name(format));
    return Strftime.format(
        run.now()
            .orElseThrow(() -> Fault.refused("'strftime_now': no date was given to render with")),
        text);
  }

  private static Object joiner(Args args) {
    Object sep = Signature.of().or("sep", ", ").bind("joiner()", args)[0];
    return new Callable() {
      private boolean used;

      @Override
      public Object call(Run run, Args none) {
        Object now = used ? sep : "";
        used = true;
        return now;
      }
    };
  }
}
