package dev.tuneplan.template;

import java.math.BigInteger;
import java.util.Iterator;

/** Python's {@code str()} and {@code repr()}, CPython 3.11. */
final class Text {
  // sys.int_info.default_max_str_digits
  private static final int MOST_DIGITS = 4300;

  private Text() {}

  static String str(Run run, Object value) {
    return switch (value) {
      case String s -> s;
      case Markup m -> m.text();
      case Undefined _ -> "";
      default -> repr(run, value);
    };
  }

  static String repr(Run run, Object value) {
    return switch (value) {
      case Long l -> Long.toString(l);
      case Boolean b -> b ? "True" : "False";
      case None _ -> "None";
      case Double d -> Floats.repr(d);
      case BigInteger b -> digits(b);
      default -> {
        StringBuilder out = new StringBuilder();
        repr(run, value, out);
        yield run.made(out.toString());
      }
    };
  }

  static String digits(BigInteger value) {
    // a digit is more than 3.3 bits: bounds the work before it is done
    if (value.bitLength() > MOST_DIGITS * 10L / 3
        || value.abs().toString().length() > MOST_DIGITS) {
      throw Fault.value(
          "Exceeds the limit (4300 digits) for integer string conversion; use"
              + " sys.set_int_max_str_digits() to increase the limit");
    }
    return value.toString();
  }

  private static void repr(Run run, Object value, StringBuilder out) {
    run.room(out.length());
    switch (value) {
      case String s -> quote(s, out);
      case Markup m -> {
        out.append("Markup(");
        quote(m.text(), out);
        out.append(')');
      }
      case Undefined _ -> out.append("Undefined");
      case PyList l -> sequence(run, "[", l.items().iterator(), "]", out);
      case Tuple t ->
          sequence(run, "(", t.items().iterator(), t.items().size() == 1 ? ",)" : ")", out);
      case Dict d -> dict(run, d, out);
      case DictView v -> view(run, v, out);
      case IntRange r -> {
        out.append("range(").append(r.start()).append(", ").append(r.stop());
        out.append(r.step() == 1 ? ")" : ", " + r.step() + ")");
      }
      case Macro m -> out.append("<Macro ").append(m.shown()).append('>');
      case Loop l ->
          out.append("<LoopContext ")
              .append(l.index0() + 1)
              .append('/')
              .append(l.length())
              .append('>');
      case Namespace n -> {
        out.append("<Namespace ");
        dict(run, n.attributes(), out);
        out.append('>');
      }
      case Long _, Boolean _, None _, Double _, BigInteger _ -> out.append(repr(run, value));
      default ->
          throw Fault.refused(
              "printing a " + Types.name(value) + ", which shows a machine address");
    }
  }

  private static void sequence(
      Run run, String open, Iterator<Object> items, String close, StringBuilder out) {
    out.append(open);
    String comma = "";
    while (items.hasNext()) {
      out.append(comma);
      repr(run, items.next(), out);
      comma = ", ";
    }
    out.append(close);
  }

  private static void dict(Run run, Dict dict, StringBuilder out) {
    out.append('{');
    String comma = "";
    for (Object kept : dict.kept()) {
      out.append(comma);
      repr(run, dict.written(kept), out);
      out.append(": ");
      repr(run, dict.get(kept).orElseThrow(), out);
      comma = ", ";
    }
    out.append('}');
  }

  private static void view(Run run, DictView view, StringBuilder out) {
    sequence(run, view.part().type() + "([", view.iterator(), "])", out);
  }

  private static void quote(String s, StringBuilder out) {
    char quote = s.indexOf('\'') >= 0 && s.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c == quote) {
            out.append('\\').append(quote);
          } else if (Chars.printable(c)) {
            out.appendCodePoint(c);
          } else {
            out.append(escape(c));
          }
        }
      }
    }
    out.append(quote);
  }

  /** As {@code unicode-escape} writes a character. */
  static String escape(int c) {
    return c < 0x100
        ? String.format("\\x%02x", c)
        : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c);
  }
}
