package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Methods of marked texts (markupsafe 3.0.4): as those of texts, but marked results, and escaped
 * what comes in.
 */
final class MarkupMethods {
  private static final List<String> MARKING =
      List.of(
          "strip",
          "lstrip",
          "rstrip",
          "upper",
          "lower",
          "capitalize",
          "title",
          "swapcase",
          "casefold",
          "removeprefix",
          "removesuffix",
          "zfill",
          "expandtabs",
          "split",
          "rsplit",
          "splitlines",
          "partition",
          "rpartition");

  static final Map<String, Operation> ALL = all();

  private MarkupMethods() {}

  private static Map<String, Operation> all() {
    Operations all = new Operations();
    Methods.TEXT.forEach((name, plain) -> {
      boolean marks = MARKING.contains(name);
      all.add(
          name,
          plain.signature(),
          (run, self, args) -> {
            Object result = plain.body().apply(run, ((Markup) self).text(), args);
            return marks ? marked(result) : result;
          });
    });
    for (String name : List.of("ljust", "rjust", "center", "format")) {
      all.add(
          name,
          Signature.any(),
          (_, _, _) -> {
            throw Fault.refused("'" + name + "' of a text marked by 'safe' or 'escape'");
          });
    }
    return all.add("replace", signature("replace"), MarkupMethods::replace)
        .add("join", signature("join"), MarkupMethods::join)
        .done();
  }

  private static Signature signature(String name) {
    return Methods.TEXT.get(name) instanceof Operation known ? known.signature() : Signature.any();
  }

  private static Object marked(Object result) {
    return switch (result) {
      case String s -> new Markup(s);
      case PyList l -> new PyList(l.items().stream().map(MarkupMethods::marked).toList());
      case Tuple t -> new Tuple(t.items().stream().map(MarkupMethods::marked).toList());
      default -> result;
    };
  }

  private static Object replace(Run run, Object self, Object[] args) {
    String old = TextMethods.text(args[0], "must be str, not " + Types.name(args[0]));
    String fresh = Markup.escape(marks(run, args[1])).text();
    return new Markup(
        SearchMethods.replace(
            run, ((Markup) self).text(), List.of(old, fresh), Arithmetic.toLong(args[2])));
  }

  private static Object marks(Run run, Object value) {
    return value instanceof Markup ? value : Text.str(run, value);
  }

  private static Object join(Run run, Object self, Object[] args) {
    List<String> parts = new ArrayList<>();
    for (Iterator<Object> i = Iteration.over(args[0]); i.hasNext(); ) {
      parts.add(run.made(Markup.escape(marks(run, i.next())).text()));
    }
    run.room((long) parts.size() * ((Markup) self).text().length());
    return new Markup(run.made(String.join(((Markup) self).text(), parts)));
  }
}
