package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Methods of texts that cut and join. */
final class TextMethods {
  private TextMethods() {}

  static Map<String, Operation> parts() {
    return new Operations()
        .add("strip", chars(), (_, s, a) -> strip((String) s, a[0], true, true))
        .add("lstrip", chars(), (_, s, a) -> strip((String) s, a[0], true, false))
        .add("rstrip", chars(), (_, s, a) -> strip((String) s, a[0], false, true))
        .add("split", splitting(), (r, s, a) -> split(r, (String) s, a))
        .add("rsplit", splitting(), (r, s, a) -> rsplit(r, (String) s, a))
        .add(
            "splitlines",
            Signature.of().or("keepends", false),
            (r, s, a) -> new PyList(lines(r, (String) s, Truth.of(a[0]))))
        .add("join", Signature.of("iterable").byPosition(), (r, s, a) -> join(r, (String) s, a[0]))
        .add(
            "partition",
            Signature.of("sep").byPosition(),
            (_, s, a) -> partition((String) s, a, false))
        .add(
            "rpartition",
            Signature.of("sep").byPosition(),
            (_, s, a) -> partition((String) s, a, true))
        .add(
            "removeprefix",
            Signature.of("prefix").byPosition(),
            (_, s, a) -> without((String) s, a, true))
        .add(
            "removesuffix",
            Signature.of("suffix").byPosition(),
            (_, s, a) -> without((String) s, a, false))
        .add("format", Signature.any(), (r, s, a) -> Format.format(r, (String) s, (Args) a[0]))
        .done();
  }

  private static Signature chars() {
    return Signature.of().or("chars", None.NONE).byPosition();
  }

  private static Signature splitting() {
    return Signature.of().or("sep", None.NONE).or("maxsplit", -1L);
  }

  static String strip(String s, Object chars, boolean start, boolean end) {
    if (chars == None.NONE) {
      String rest = start ? Chars.skipStart(s) : s;
      return end ? Chars.skipEnd(rest) : rest;
    }
    String any = text(chars, "strip arg must be None or str");
    String rest = start ? Chars.skipStart(s, any) : s;
    return end ? Chars.skipEnd(rest, any) : rest;
  }

  static String text(Object value, String otherwise) {
    return switch (value) {
      case String s -> s;
      case Markup m -> m.text();
      default -> throw Fault.type(otherwise);
    };
  }

  private static PyList split(Run run, String s, Object[] args) {
    long most = Arithmetic.toLong(args[1]);
    most = most < 0 ? Long.MAX_VALUE : most;
    run.room(s.length());
    if (args[0] == None.NONE) {
      return new PyList(words(s, most));
    }
    String sep = separator(args[0]);
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int at = s.indexOf(sep); at >= 0 && parts.size() < most; at = s.indexOf(sep, from)) {
      parts.add(s.substring(from, at));
      from = at + sep.length();
    }
    parts.add(s.substring(from));
    run.elements(parts.size());
    return new PyList(parts);
  }

  private static String separator(Object sep) {
    String text = text(sep, "must be str or None, not " + Types.name(sep));
    if (text.isEmpty()) {
      throw Fault.value("empty separator");
    }
    return text;
  }

  private static List<Object> words(String s, long most) {
    List<Object> words = new ArrayList<>();
    String rest = Chars.skipStart(s);
    while (!rest.isEmpty()) {
      if (words.size() >= most) {
        words.add(rest);
        break;
      }
      int end = 0;
      while (end < rest.length() && !Chars.space(rest.charAt(end))) {
        end++;
      }
      words.add(rest.substring(0, end));
      rest = Chars.skipStart(rest.substring(end));
    }
    return words;
  }

  private static PyList rsplit(Run run, String s, Object[] args) {
    long most = Arithmetic.toLong(args[1]);
    if (most < 0) {
      return split(run, s, args);
    }
    List<Object> parts = new ArrayList<>();
    String rest = s;
    if (args[0] == None.NONE) {
      rest = Chars.skipEnd(rest);
      while (parts.size() < most) {
        int from = rest.length();
        while (from > 0 && !Chars.space(rest.charAt(from - 1))) {
          from--;
        }
        if (from == 0) {
          break;
        }
        parts.addFirst(rest.substring(from));
        rest = Chars.skipEnd(rest.substring(0, from));
      }
      if (!Chars.skipStart(rest).isEmpty()) {
        parts.addFirst(parts.size() < most ? Chars.skipStart(rest) : rest);
      }
      return new PyList(parts);
    }
    String sep = separator(args[0]);
    for (int at = rest.lastIndexOf(sep);
        at >= 0 && parts.size() < most;
        at = rest.lastIndexOf(sep)) {
      parts.addFirst(rest.substring(at + sep.length()));
      rest = rest.substring(0, at);
    }
    parts.addFirst(rest);
    return new PyList(parts);
  }

  static List<Object> lines(Run run, String s, boolean keep) {
    run.room(s.length());
    List<Object> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < s.length(); i++) {
      if (Chars.endsLine(s.charAt(i))) {
        int end =
            s.charAt(i) == '\r' && i + 1 < s.length() && s.charAt(i + 1) == '\n' ? i + 2 : i + 1;
        lines.add(s.substring(from, keep ? end : i));
        from = end;
        i = end - 1;
      }
    }
    if (from < s.length()) {
      lines.add(s.substring(from));
    }
    return lines;
  }

  private static String join(Run run, String sep, Object items) {
    StringBuilder out = new StringBuilder();
    int index = 0;
    for (Iterator<Object> i = Iteration.over(items); i.hasNext(); index++) {
      Object item = i.next();
      String text =
          text(
              item,
              "sequence item " + index + ": expected str instance, " + Types.name(item) + " found");
      run.write(out, index == 0 ? text : sep);
      if (index > 0) {
        run.write(out, text);
      }
    }
    return out.toString();
  }

  private static Tuple partition(String s, Object[] args, boolean last) {
    String sep = separator(args[0]);
    int at = last ? s.lastIndexOf(sep) : s.indexOf(sep);
    if (at < 0) {
      return last ? Tuple.of("", "", s) : Tuple.of(s, "", "");
    }
    return Tuple.of(s.substring(0, at), sep, s.substring(at + sep.length()));
  }

  private static String without(String s, Object[] args, boolean prefix) {
    String part = text(args[0], "argument must be str, not " + Types.name(args[0]));
    if (prefix) {
      return s.startsWith(part) ? s.substring(part.length()) : s;
    }
    return s.endsWith(part) ? s.substring(0, s.length() - part.length()) : s;
  }
}
