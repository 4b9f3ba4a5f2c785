package dev.tuneplan.cli;

/** Sets JSON on lines of its own, two blanks deep. */
final class JsonIndent {
  private JsonIndent() {}

  static String of(String json) {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    boolean text = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (text) {
        out.append(c);
        if (c == '\\') {
          out.append(json.charAt(++i));
        } else if (c == '"') {
          text = false;
        }
        continue;
      }
      boolean empty =
          i + 1 < json.length() && (json.charAt(i + 1) == '}' || json.charAt(i + 1) == ']');
      switch (c) {
        case '"' -> {
          text = true;
          out.append(c);
        }
        case '{', '[' -> {
          out.append(c);
          depth++;
          if (!empty) {
            line(out, depth);
          }
        }
        case '}', ']' -> {
          depth--;
          char before = out.charAt(out.length() - 1);
          if (before != '{' && before != '[') {
            line(out, depth);
          }
          out.append(c);
        }
        case ',' -> {
          out.append(c);
          line(out, depth);
        }
        case ':' -> out.append(": ");
        default -> out.append(c);
      }
    }
    return out.append('\n').toString();
  }

  private static void line(StringBuilder out, int depth) {
    out.append('\n').append("  ".repeat(depth));
  }
}
