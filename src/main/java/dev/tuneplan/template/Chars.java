package dev.tuneplan.template;

/** Characters as Python's {@code str} sees them: by code point, white space by Unicode. */
final class Chars {
  private Chars() {}

  /** {@code str.isspace} for one character, CPython 3.11. */
  static boolean space(int c) {
    return c <= ' '
        ? c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f
        : c >= 0x85
            && (c == 0x85
                || c == 0xa0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200a
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000);
  }

  /** Whether {@code str.splitlines} ends a line here. */
  static boolean endsLine(int c) {
    return c >= '\n' && c <= '\r'
        || c >= 0x1c && c <= 0x1e
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  /** {@code str.isprintable} for one character; Unicode's version is Java's. */
  static boolean printable(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** {@code len}. */
  static int length(String s) {
    return s.codePointCount(0, s.length());
  }

  /** The index in UTF-16 of a code point. */
  static int unit(String s, int codePoint) {
    return s.offsetByCodePoints(0, codePoint);
  }

  /** The code point's index of one in UTF-16. */
  static long point(String s, int unit) {
    return unit < 0 ? unit : s.codePointCount(0, unit);
  }

  static String skipStart(String s) {
    int from = 0;
    while (from < s.length() && space(s.charAt(from))) {
      from++;
    }
    return s.substring(from);
  }

  static String skipEnd(String s) {
    int to = s.length();
    while (to > 0 && space(s.charAt(to - 1))) {
      to--;
    }
    return s.substring(0, to);
  }

  /** {@code lstrip(chars)}: any of these characters. */
  static String skipStart(String s, String any) {
    int from = 0;
    while (from < s.length() && any.indexOf(s.codePointAt(from)) >= 0) {
      from += Character.charCount(s.codePointAt(from));
    }
    return s.substring(from);
  }

  /** {@code rstrip(chars)}: any of these characters. */
  static String skipEnd(String s, String any) {
    int to = s.length();
    while (to > 0 && any.indexOf(s.codePointBefore(to)) >= 0) {
      to -= Character.charCount(s.codePointBefore(to));
    }
    return s.substring(0, to);
  }
}
