package dev.tuneplan.template;

import java.util.Optional;

/**
 * The escapes of Jinja's texts: Python's {@code unicode-escape} after {@code backslashreplace}
 * (jinja2/lexer.py 3.1.6).
 */
final class Escapes {
  private Escapes() {}

  /** The text meant, or empty where Python finds a fault or this interpreter knows no answer. */
  static Optional<String> decode(String s) {
    if (s.indexOf('\\') < 0) {
      return Optional.of(s);
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      if (++i >= s.length()) {
        return Optional.empty();
      }
      c = s.charAt(i);
      int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
      if (digits > 0) {
        int code = hex(s, i + 1, digits);
        if (code < 0) {
          return Optional.empty();
        }
        out.appendCodePoint(code);
        i += digits;
      } else if (c >= '0' && c <= '7') {
        int end = i;
        while (end < s.length() && end < i + 3 && s.charAt(end) >= '0' && s.charAt(end) <= '7') {
          end++;
        }
        out.append((char) Integer.parseInt(s.substring(i, end), 8));
        i = end - 1;
      } else if (c == 'N') {
        return Optional.empty();
      } else if (c >= 128) {
        // Python has written the character as an escape before it reads the backslash
        int code = s.codePointAt(i);
        out.append(Text.escape(code));
        i += Character.charCount(code) - 1;
      } else {
        out.append(simple(c));
      }
    }
    return Optional.of(out.toString());
  }

  private static int hex(String s, int from, int digits) {
    if (from + digits > s.length()) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = s.charAt(i) < 128 ? Character.digit(s.charAt(i), 16) : -1;
      if (digit < 0 || code > 0x10ffff) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code > 0x10ffff ? -1 : code;
  }

  private static String simple(char c) {
    return switch (c) {
      case '\n' -> "";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'a' -> "\u0007";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'v' -> "\u000b";
      case '\\', '\'', '"' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }
}
