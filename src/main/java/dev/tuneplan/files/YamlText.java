package dev.tuneplan.files;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, numbers and texts as YAML that every reader takes alike: a text that YAML 1.1
 * or 1.2 takes for something else (PyYAML and Kubernetes read 1.1) is put in quotes, and a number
 * has the form that both know. Maps keep their order.
 */
public final class YamlText {
  /** Begins with a letter, a slash or a dot before one, and holds nothing with a meaning. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_/$][A-Za-z0-9_./$@+*=%~-]*(?:[ :][A-Za-z0-9_./$@+*=%~-]+)*");

  private static final Pattern WORDS =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|nan|inf|_.*");

  private YamlText() {}

  /** A tree as YAML, with a line break at its end. */
  public static String of(Object tree) {
    StringBuilder out = new StringBuilder();
    switch (tree) {
      case Map<?, ?> m when !m.isEmpty() -> map(out, m, 0);
      case List<?> l when !l.isEmpty() -> list(out, l, 0);
      default -> out.append(scalar(tree)).append('\n');
    }
    return out.toString();
  }

  private static void map(StringBuilder out, Map<?, ?> map, int depth) {
    boolean first = true;
    for (Map.Entry<?, ?> e : map.entrySet()) {
      if (!first || (depth > 0 && out.charAt(out.length() - 1) == '\n')) {
        out.append("  ".repeat(depth));
      }
      first = false;
      out.append(scalar(String.valueOf(e.getKey()))).append(':');
      value(out, e.getValue(), depth);
    }
  }

  private static void value(StringBuilder out, @Nullable Object value, int depth) {
    switch (value) {
      case Map<?, ?> m when !m.isEmpty() -> {
        out.append('\n');
        map(out, m, depth + 1);
      }
      case List<?> l when !l.isEmpty() -> {
        out.append('\n');
        list(out, l, depth);
      }
      case String s when block(s) -> {
        out.append(" |\n");
        s.lines()
            .forEach(line ->
                out.append(line.isEmpty() ? "" : "  ".repeat(depth + 1) + line).append('\n'));
      }
      case null, default -> out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static void list(StringBuilder out, List<?> list, int depth) {
    for (Object item : list) {
      out.append("  ".repeat(depth)).append("- ");
      switch (item) {
        case Map<?, ?> m when !m.isEmpty() -> map(out, m, depth + 1);
        case List<?> l when !l.isEmpty() -> {
          out.setLength(out.length() - 1);
          out.append('\n');
          list(out, l, depth + 1);
        }
        default -> out.append(scalar(item)).append('\n');
      }
    }
  }

  /** Whether a text of several lines comes back as it is from a literal block. */
  private static boolean block(String s) {
    return s.length() > 1
        && s.endsWith("\n")
        && !s.endsWith("\n\n")
        && s.charAt(0) > ' '
        && s.chars()
            .allMatch(c ->
                c == '\n'
                    || (c >= ' ' && c < 0x7f)
                    || (c > 0xa0 && c < 0xd800 && c != 0x2028 && c != 0x2029));
  }

  private static String scalar(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Optional<?> o -> o.isEmpty() ? "null" : scalar(o.get());
      case Map<?, ?> _ -> "{}";
      case List<?> _ -> "[]";
      case Double d -> number(d);
      case Long n -> n.toString();
      case Integer n -> n.toString();
      case Boolean b -> b.toString();
      default -> text(value.toString());
    };
  }

  /** PyYAML wants a dot, and a sign in the exponent. */
  private static String number(double d) {
    if (!Double.isFinite(d)) {
      return Double.isNaN(d) ? ".nan" : d > 0 ? ".inf" : "-.inf";
    }
    return Double.toString(d).replaceFirst("E(?=[0-9])", "E+").replace('E', 'e');
  }

  private static String text(String s) {
    return PLAIN.matcher(s).matches() && !WORDS.matcher(s).matches() ? s : JsonText.of(s);
  }
}
