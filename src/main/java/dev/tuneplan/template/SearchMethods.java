package dev.tuneplan.template;

import java.util.List;
import java.util.Map;

/** Methods of texts that look for parts. */
final class SearchMethods {
  private SearchMethods() {}

  static Map<String, Operation> all() {
    return new Operations()
        .add("startswith", part(), (_, s, a) -> starts((String) s, a, true))
        .add("endswith", part(), (_, s, a) -> starts((String) s, a, false))
        .add("find", part(), (_, s, a) -> find((String) s, a, false))
        .add("rfind", part(), (_, s, a) -> find((String) s, a, true))
        .add("index", part(), (_, s, a) -> index((String) s, a, false))
        .add("rindex", part(), (_, s, a) -> index((String) s, a, true))
        .add("count", part(), (r, s, a) -> count(r, (String) s, a))
        .add(
            "replace",
            Signature.of("old", "new").or("count", -1L).byPosition(),
            (r, s, a) ->
                replace(
                    r, (String) s, List.of(sought(a[0]), sought(a[1])), Arithmetic.toLong(a[2])))
        .done();
  }

  private static Signature part() {
    return Signature.of("part").or("start", None.NONE).or("end", None.NONE).byPosition();
  }

  private static String sought(Object value) {
    return TextMethods.text(value, "must be str, not " + Types.name(value));
  }

  private static long bound(Object index, int length, long otherwise) {
    return index == None.NONE ? otherwise : Methods.bound(index, length);
  }

  private static Object starts(String s, Object[] args, boolean start) {
    int length = Chars.length(s);
    // a start beyond the end finds nothing, not even the empty text
    boolean beyond = args[1] != None.NONE && Arithmetic.toLong(args[1]) > length;
    long from = bound(args[1], length, 0);
    long to = bound(args[2], length, length);
    List<Object> parts = args[0] instanceof Tuple t ? t.items() : List.of(args[0]);
    for (Object part : parts) {
      String text =
          TextMethods.text(
              part,
              (start ? "startswith" : "endswith")
                  + " first arg must be str or a tuple of str, not "
                  + Types.name(part));
      if (beyond || from > to) {
        continue;
      }
      String seen =
          from == 0 && to == length
              ? s
              : s.substring(Chars.unit(s, (int) from), Chars.unit(s, (int) to));
      if (start ? seen.startsWith(text) : seen.endsWith(text)) {
        return true;
      }
    }
    return false;
  }

  private static long find(String s, Object[] args, boolean last) {
    String part = sought(args[0]);
    int length = Chars.length(s);
    long from = bound(args[1], length, 0);
    long to = bound(args[2], length, length);
    if (from > to || args[1] != None.NONE && Arithmetic.toLong(args[1]) > length) {
      return -1;
    }
    int start = Chars.unit(s, (int) from);
    String seen = s.substring(start, Chars.unit(s, (int) to));
    int at = last ? seen.lastIndexOf(part) : seen.indexOf(part);
    return at < 0 ? -1 : Chars.point(s, start + at);
  }

  private static Object index(String s, Object[] args, boolean last) {
    long at = find(s, args, last);
    if (at < 0) {
      throw Fault.value("substring not found");
    }
    return at;
  }

  private static Object count(Run run, String s, Object[] args) {
    String part = sought(args[0]);
    int length = Chars.length(s);
    long from = bound(args[1], length, 0);
    long to = bound(args[2], length, length);
    run.spend(length / 8);
    if (from > to || args[1] != None.NONE && Arithmetic.toLong(args[1]) > length) {
      return 0L;
    }
    if (part.isEmpty()) {
      return to - from + 1;
    }
    String seen = s.substring(Chars.unit(s, (int) from), Chars.unit(s, (int) to));
    long n = 0;
    for (int at = seen.indexOf(part); at >= 0; at = seen.indexOf(part, at + part.length())) {
      n++;
    }
    return n;
  }

  /** {@code s.replace(old, new, count)}; a negative count is all. */
  static String replace(Run run, String s, List<String> oldNew, long count) {
    String old = oldNew.getFirst();
    String fresh = oldNew.getLast();
    long left = count < 0 ? Long.MAX_VALUE : count;
    StringBuilder out = new StringBuilder();
    run.spend(s.length() / 16);
    int from = 0;
    if (old.isEmpty()) {
      while (left-- > 0 && from <= s.length()) {
        run.write(out, fresh);
        int end = from < s.length() ? s.offsetByCodePoints(from, 1) : from;
        out.append(s, from, end);
        from = from == s.length() ? s.length() + 1 : end;
      }
      return from > s.length() ? out.toString() : out.append(s, from, s.length()).toString();
    }
    int at = s.indexOf(old);
    if (at < 0) {
      return s;
    }
    for (; at >= 0 && left-- > 0; at = s.indexOf(old, from)) {
      out.append(s, from, at);
      run.write(out, fresh);
      from = at + old.length();
    }
    return run.made(out.append(s, from, s.length()).toString());
  }
}
