package dev.tuneplan.template;

import java.util.List;

/**
 * {@code str.format} as Jinja's sandbox runs it (string.Formatter, CPython 3.11;
 * SandboxedFormatter, jinja2 3.1.6).
 */
final class Format {
  private final Run run;
  private final Args args;
  private int automatic;

  private Format(Run run, Args args) {
    this.run = run;
    this.args = args;
  }

  static String format(Run run, String format, Args args) {
    return run.made(new Format(run, args).all(format, 2));
  }

  private String all(String format, int depth) {
    if (depth < 0) {
      throw Fault.value("Max string recursion exceeded");
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == c;
      if (c != '{' && c != '}') {
        out.append(c);
      } else if (doubled) {
        out.append(c);
        i++;
      } else if (c == '}') {
        throw Fault.value("Single '}' encountered in format string");
      } else {
        int end = close(format, i + 1);
        out.append(field(format.substring(i + 1, end), depth));
        run.room(out.length());
        i = end;
      }
    }
    return out.toString();
  }

  private static int close(String format, int from) {
    int depth = 1;
    for (int i = from; i < format.length(); i++) {
      depth += format.charAt(i) == '{' ? 1 : format.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw Fault.value("expected '}' before end of string");
  }

  private String field(String field, int depth) {
    int name = 0;
    boolean bracket = false;
    while (name < field.length()
        && (bracket || field.charAt(name) != '!' && field.charAt(name) != ':')) {
      bracket = field.charAt(name) == '[' || bracket && field.charAt(name) != ']';
      name++;
    }
    Object value = value(field.substring(0, name));
    String rest = field.substring(name);
    if (rest.startsWith("!")) {
      if (rest.length() < 2 || rest.length() > 2 && rest.charAt(2) != ':') {
        throw Fault.value("expected ':' after conversion specifier");
      }
      value =
          switch (rest.charAt(1)) {
            case 's' -> Text.str(run, value);
            case 'r' -> Text.repr(run, value);
            case 'a' -> throw Fault.refused("the conversion '!a'");
            default -> throw Fault.value("Unknown conversion specifier");
          };
      rest = rest.substring(2);
    }
    String spec = rest.isEmpty() ? "" : all(rest.substring(1), depth - 1);
    return FormatSpec.format(run, value, spec);
  }

  private Object value(String name) {
    int end = 0;
    while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
      end++;
    }
    Object value = first(name.substring(0, end));
    while (end < name.length()) {
      boolean dot = name.charAt(end) == '.';
      int from = ++end;
      while (end < name.length()
          && (dot ? name.charAt(end) != '.' && name.charAt(end) != '[' : name.charAt(end) != ']')) {
        end++;
      }
      String key = name.substring(from, end);
      if (key.isEmpty() || !dot && end >= name.length()) {
        throw Fault.value("Empty attribute in format string");
      }
      value =
          dot
              ? Access.attribute(value, key)
              : Access.item(value, digits(key) ? (Object) Long.valueOf(key) : key);
      end += dot ? 0 : 1;
    }
    return value;
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 18;
  }

  private Object first(String name) {
    if (name.isEmpty() || digits(name)) {
      if (name.isEmpty() ? automatic < 0 : automatic > 0) {
        throw Fault.value("cannot switch between manual and automatic field numbering");
      }
      int index = name.isEmpty() ? automatic++ : Integer.parseInt(name);
      automatic = name.isEmpty() ? automatic : -1;
      List<Object> given = args.positional();
      if (index >= given.size()) {
        throw Fault.raised("IndexError", "Replacement index " + index + " out of range");
      }
      return given.get(index);
    }
    Object value = args.named().get(name);
    if (value == null) {
      throw Fault.raised("KeyError", "'" + name + "'");
    }
    return value;
  }
}
