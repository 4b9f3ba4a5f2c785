package dev.tuneplan.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Filters of Jinja 3.1.6 (jinja2/filters.py) that make texts. */
final class TextFilters {
  private TextFilters() {}

  static Map<String, Operation> all() {
    return new Operations()
        .add("string", Signature.of(), (r, v, _) -> v instanceof Markup ? v : Text.str(r, v))
        .add("upper", Signature.of(), (r, v, _) -> marked(v, CaseMethods.upper(Text.str(r, v))))
        .add("lower", Signature.of(), (r, v, _) -> marked(v, CaseMethods.lower(Text.str(r, v))))
        .add(
            "capitalize",
            Signature.of(),
            (r, v, _) -> marked(v, CaseMethods.capitalize(Text.str(r, v))))
        .add("title", Signature.of(), (r, v, _) -> title(soft(r, v)))
        .add(
            "trim",
            Signature.of().or("chars", None.NONE),
            (r, v, a) -> marked(v, TextMethods.strip(Text.str(r, v), a[0], true, true)))
        .add("replace", Signature.of("old", "new").or("count", None.NONE), TextFilters::replace)
        .add("join", Signature.of().or("d", "").or("attribute", None.NONE), TextFilters::join)
        .add(
            "center",
            Signature.of().or("width", 80L),
            (r, v, a) -> marked(v, CaseMethods.center(r, Text.str(r, v), new Object[] {a[0], " "})))
        .add(
            "indent",
            Signature.of().or("width", 4L).or("first", false).or("blank", false),
            TextFilters::indent)
        .add(
            "truncate",
            Signature.of()
                .or("length", 255L)
                .or("killwords", false)
                .or("end", "...")
                .or("leeway", None.NONE),
            TextFilters::truncate)
        .add("wordcount", Signature.of(), (r, v, _) -> words(Text.str(r, v)))
        .add("format", Signature.any(), TextFilters::format)
        .add("safe", Signature.of(), (r, v, _) -> new Markup(Text.str(r, v)))
        .add(
            "escape",
            Signature.of(),
            (r, v, _) -> v instanceof Markup ? v : Markup.escape(r.made(Text.str(r, v))))
        .alias("e", "escape")
        .add("forceescape", Signature.of(), (r, v, _) -> Markup.escape(Text.str(r, v)))
        .add("urlencode", Signature.of(), TextFilters::urlencode)
        .done();
  }

  /** {@code soft_str}; Python goes on with marked texts, whose methods escape. */
  private static String soft(Run run, Object value) {
    if (value instanceof Markup) {
      throw Fault.refused("a filter on a text marked by 'safe' or 'escape'");
    }
    return Text.str(run, value);
  }

  private static Object marked(Object before, String after) {
    return before instanceof Markup ? new Markup(after) : after;
  }

  private static String title(String s) {
    StringBuilder out = new StringBuilder();
    boolean start = true;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      boolean split = "-({[<".indexOf(c) >= 0 || Chars.space(c);
      if (split) {
        out.appendCodePoint(c);
        start = true;
        i += Character.charCount(c);
      } else {
        int end = i;
        while (end < s.length()
            && "-({[<".indexOf(s.charAt(end)) < 0
            && !Chars.space(s.charAt(end))) {
          end++;
        }
        int rest = i + Character.charCount(c);
        out.append(start ? CaseMethods.upper(s.substring(i, rest)) : s.substring(i, rest));
        out.append(CaseMethods.lower(s.substring(rest, end)));
        i = end;
      }
    }
    return out.toString();
  }

  private static Object replace(Run run, Object value, Object[] args) {
    long count = args[2] == None.NONE ? -1 : Arithmetic.toLong(args[2]);
    return SearchMethods.replace(
        run, Text.str(run, value), List.of(Text.str(run, args[0]), Text.str(run, args[1])), count);
  }

  private static Object join(Run run, Object value, Object[] args) {
    String sep = Text.str(run, args[0]);
    Attributes path = args[1] == None.NONE ? Attributes.ITSELF : Attributes.of(args[1]);
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (Iterator<Object> i = Iteration.over(value); i.hasNext(); first = false) {
      if (!first) {
        run.write(out, sep);
      }
      run.write(out, Text.str(run, path.of(run, i.next())));
    }
    return out.toString();
  }

  private static Object indent(Run run, Object value, Object[] args) {
    if (value instanceof Markup m) {
      return new Markup((String) indent(run, m.text(), args));
    }
    if (!(value instanceof String)) {
      throw value instanceof Undefined u
          ? u.fault()
          : Fault.type("'indent' needs a text, not " + Types.name(value));
    }
    String by = args[0] instanceof String s ? s : spaces(run, args[0]);
    List<Object> lines = TextMethods.lines(run, value + "\n", false);
    StringBuilder out = new StringBuilder(Truth.of(args[1]) ? by : "");
    for (int i = 0; i < lines.size(); i++) {
      String line = (String) lines.get(i);
      if (i > 0) {
        run.write(out, "\n");
        run.write(out, line.isEmpty() && !Truth.of(args[2]) ? "" : by);
      }
      run.write(out, line);
    }
    return out.toString();
  }

  private static String spaces(Run run, Object count) {
    long n = Math.max(0, Arithmetic.toLong(count));
    run.room(n);
    return " ".repeat((int) n);
  }

  private static Object truncate(Run run, Object value, Object[] args) {
    if (!(value instanceof String s)) {
      throw value instanceof Markup
          ? Fault.refused("'truncate' of a text marked by 'safe' or 'escape'")
          : Fault.refused("'truncate' of a " + Types.name(value));
    }
    long length = Arithmetic.toLong(args[0]);
    String end = TextMethods.text(args[2], "'truncate' needs a text as its end");
    long leeway = args[3] == None.NONE ? 5 : Arithmetic.toLong(args[3]);
    if (length < Chars.length(end) || leeway < 0) {
      throw Fault.raised("AssertionError", "'truncate' to less than its end");
    }
    if (Chars.length(s) <= length + leeway) {
      return s;
    }
    String head = s.substring(0, Chars.unit(s, (int) (length - Chars.length(end))));
    if (!Truth.of(args[1]) && head.lastIndexOf(' ') >= 0) {
      head = head.substring(0, head.lastIndexOf(' '));
    }
    return head + end;
  }

  private static Object words(String s) {
    long words = 0;
    boolean inside = false;
    for (int c : s.codePoints().toArray()) {
      boolean word = c == '_' || CaseMethods.alphanumeric(c);
      words += word && !inside ? 1 : 0;
      inside = word;
    }
    return words;
  }

  private static Object format(Run run, Object value, Object[] args) {
    Args given = (Args) args[0];
    if (!given.positional().isEmpty() && !given.named().isEmpty()) {
      throw Fault.raised(
          "FilterArgumentError", "can't handle positional and keyword arguments at the same time");
    }
    Object values = new Tuple(given.positional());
    if (!given.named().isEmpty()) {
      Dict dict = new Dict();
      given.named().forEach(dict::put);
      values = dict;
    }
    return run.made(Percent.format(run, soft(run, value), values));
  }

  private static Object urlencode(Run run, Object value, Object[] args) {
    if (value instanceof String || !(Iteration.iterator(value).isPresent())) {
      return quote(Text.str(run, value), "/");
    }
    List<String> parts = new ArrayList<>();
    Object pairs = value instanceof Dict d ? new DictView(d, DictView.Part.ITEMS) : value;
    for (Iterator<Object> i = Iteration.over(pairs); i.hasNext(); ) {
      List<Object> pair = Iteration.list(run, i.next());
      if (pair.size() != 2) {
        throw Fault.value("'urlencode' needs pairs");
      }
      parts.add(
          quote(Text.str(run, pair.get(0)), "").replace("%20", "+")
              + "="
              + quote(Text.str(run, pair.get(1)), "").replace("%20", "+"));
    }
    return String.join("&", parts);
  }

  private static String quote(String s, String safe) {
    StringBuilder out = new StringBuilder();
    for (byte b : s.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean kept =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "_.-~".indexOf(c) >= 0;
      if (kept || safe.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }
}
