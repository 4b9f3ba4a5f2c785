package dev.tuneplan.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * {@code json.dumps} of CPython 3.11 with the arguments that Transformers' {@code tojson} passes
 * on.
 */
final class Json {
  private final Run run;
  private final boolean ascii;
  private final boolean sorted;
  private final boolean lines;
  private final String indent;
  private final String comma;
  private final String colon;
  private final StringBuilder out = new StringBuilder();

  private Json(Run run, Object[] args) {
    this.run = run;
    ascii = Truth.of(args[0]);
    lines = args[1] != None.NONE;
    indent = lines ? indent(args[1]) : "";
    List<Object> separators = args[2] == None.NONE ? List.of() : Iteration.list(run, args[2]);
    if (args[2] != None.NONE && separators.size() != 2) {
      throw Fault.value("separators are two texts");
    }
    comma = separators.isEmpty() ? (lines ? "," : ", ") : separator(separators.get(0));
    colon = separators.isEmpty() ? ": " : separator(separators.get(1));
    sorted = Truth.of(args[3]);
  }

  /** The filter {@code tojson} of transformers 5.23.0 (chat_template_utils.py). */
  static Operation filter() {
    return new Operation(
        "tojson",
        Signature.of()
            .or("ensure_ascii", false)
            .or("indent", None.NONE)
            .or("separators", None.NONE)
            .or("sort_keys", false),
        (run, value, args) -> {
          Json json = new Json(run, args);
          json.write(value, 0);
          return json.out.toString();
        });
  }

  private static String separator(Object value) {
    return TextMethods.text(value, "a separator is a text, not " + Types.name(value));
  }

  private String indent(Object value) {
    if (value instanceof String s) {
      return s;
    }
    long width = Math.max(0, Arithmetic.toLong(value));
    run.room(width);
    return " ".repeat((int) width);
  }

  private void write(Object value, int depth) {
    run.room(out.length());
    switch (value) {
      case String s -> quote(s);
      case Markup m -> quote(m.text());
      case None _ -> out.append("null");
      case Boolean b -> out.append(b);
      case Long l -> out.append(l);
      case BigInteger b -> out.append(Text.digits(b));
      case Double d -> out.append(number(d));
      case PyList l -> list(l.items(), depth);
      case Tuple t -> list(t.items(), depth);
      case Dict d -> dict(d, depth);
      default ->
          throw Fault.type("Object of type " + Types.name(value) + " is not JSON serializable");
    }
  }

  private static String number(double d) {
    return Double.isNaN(d)
        ? "NaN"
        : Double.isInfinite(d) ? (d > 0 ? "Infinity" : "-Infinity") : Floats.repr(d);
  }

  private void line(int depth) {
    if (lines) {
      out.append('\n');
      for (int i = 0; i < depth; i++) {
        run.write(out, indent);
      }
    }
  }

  private void list(List<Object> items, int depth) {
    if (items.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      out.append(i == 0 ? "" : comma);
      line(depth + 1);
      write(items.get(i), depth + 1);
    }
    line(depth);
    out.append(']');
  }

  private void dict(Dict dict, int depth) {
    if (dict.size() == 0) {
      out.append("{}");
      return;
    }
    out.append('{');
    boolean first = true;
    for (Iterator<Object> keys = keys(dict); keys.hasNext(); first = false) {
      Object key = keys.next();
      out.append(first ? "" : comma);
      line(depth + 1);
      quote(name(key));
      out.append(colon);
      write(dict.get(key).orElseThrow(), depth + 1);
    }
    line(depth);
    out.append('}');
  }

  private Iterator<Object> keys(Dict dict) {
    List<Object> keys = new ArrayList<>();
    dict.kept().forEach(k -> keys.add(dict.written(k)));
    return (sorted ? Sorting.sorted(run, keys, k -> k, false) : keys).iterator();
  }

  private static String name(Object key) {
    return switch (key) {
      case String s -> s;
      case Markup m -> m.text();
      case Boolean b -> b ? "true" : "false";
      case None _ -> "null";
      case Long l -> Long.toString(l);
      case BigInteger b -> Text.digits(b);
      case Double d -> number(d);
      default ->
          throw Fault.type("keys must be str, int, float, bool or None, not " + Types.name(key));
    };
  }

  private void quote(String s) {
    run.room((long) out.length() + s.length());
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c < ' ' || ascii && c > '~') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
