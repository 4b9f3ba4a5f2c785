package dev.tuneplan.template;

import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/** Methods of texts about upper and lower case, kinds of characters and width. */
final class CaseMethods {
  private CaseMethods() {}

  static Map<String, Operation> all() {
    return new Operations()
        .add("upper", Signature.of(), (_, s, _) -> upper((String) s))
        .add("lower", Signature.of(), (_, s, _) -> lower((String) s))
        .add("casefold", Signature.of(), (_, s, _) -> fold((String) s))
        .add("swapcase", Signature.of(), (_, s, _) -> swap((String) s))
        .add("capitalize", Signature.of(), (_, s, _) -> capitalize((String) s))
        .add("title", Signature.of(), (_, s, _) -> title((String) s))
        .add("isspace", Signature.of(), (_, s, _) -> every((String) s, Chars::space))
        .add("isalpha", Signature.of(), (_, s, _) -> every((String) s, Character::isLetter))
        .add("isdigit", Signature.of(), (_, s, _) -> every((String) s, CaseMethods::digit))
        .add("isdecimal", Signature.of(), (_, s, _) -> every((String) s, CaseMethods::decimal))
        .add("isnumeric", Signature.of(), (_, s, _) -> every((String) s, CaseMethods::numeric))
        .add("isalnum", Signature.of(), (_, s, _) -> every((String) s, CaseMethods::alphanumeric))
        .add("isascii", Signature.of(), (_, s, _) -> ((String) s).chars().allMatch(c -> c < 128))
        .add("isupper", Signature.of(), (_, s, _) -> is((String) s, true))
        .add("islower", Signature.of(), (_, s, _) -> is((String) s, false))
        .add("istitle", Signature.of(), (_, s, _) -> isTitle((String) s))
        .add("center", width(), (r, s, a) -> center(r, (String) s, a))
        .add("ljust", width(), (r, s, a) -> s + padding(r, (String) s, a))
        .add("rjust", width(), (r, s, a) -> padding(r, (String) s, a) + s)
        .add("zfill", Signature.of("width").byPosition(), (r, s, a) -> zeros(r, (String) s, a[0]))
        .add("expandtabs", Signature.of().or("tabsize", 8L), (r, s, a) -> tabs(r, (String) s, a[0]))
        .done();
  }

  private static Signature width() {
    return Signature.of("width").or("fillchar", " ").byPosition();
  }

  static String upper(String s) {
    return s.toUpperCase(Locale.ROOT);
  }

  static String lower(String s) {
    return s.toLowerCase(Locale.ROOT);
  }

  private static String fold(String s) {
    if (s.chars().anyMatch(c -> c >= 128)) {
      throw Fault.refused("casefold of a text beyond ASCII");
    }
    return lower(s);
  }

  private static String swap(String s) {
    if (s.chars().anyMatch(c -> c >= 128)) {
      throw Fault.refused("swapcase of a text beyond ASCII");
    }
    StringBuilder out = new StringBuilder();
    s.chars()
        .forEach(c ->
            out.append(
                (char)
                    (Character.isUpperCase(c)
                        ? Character.toLowerCase(c)
                        : Character.toUpperCase(c))));
    return out.toString();
  }

  /** One character in title case; those that become several keep only the first in upper case. */
  private static String titled(int c) {
    String upper = upper(Character.toString(c));
    int first = Character.toTitleCase(c);
    if (Chars.length(upper) == 1 || first != c) {
      return Character.toString(first);
    }
    if (c == 0x149) {
      return upper;
    }
    int end = Character.charCount(upper.codePointAt(0));
    return upper.substring(0, end) + lower(upper.substring(end));
  }

  static String capitalize(String s) {
    if (s.isEmpty()) {
      return s;
    }
    // lowered as a whole: a final sigma looks at what stands in front of it
    int end = Character.charCount(s.codePointAt(0));
    String low = lower(s);
    String first = lower(s.substring(0, end));
    return titled(s.codePointAt(0)) + low.substring(Math.min(first.length(), low.length()));
  }

  private static boolean cased(int c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
  }

  private static String title(String s) {
    StringBuilder out = new StringBuilder();
    int word = 0;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean inWord = i > 0 && cased(s.codePointBefore(i));
      if (!inWord) {
        word = i;
        out.append(titled(c));
      } else if (c == 0x3a3) {
        String whole = lower(s.substring(word, Math.min(s.length(), next + 8)));
        out.appendCodePoint(
            whole.codePointAt(whole.offsetByCodePoints(0, Chars.length(s.substring(word, i)))));
      } else {
        out.append(lower(Character.toString(c)));
      }
      i = next;
    }
    return out.toString();
  }

  private static boolean decimal(int c) {
    return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }

  private static boolean digit(int c) {
    return switch (c) {
      case 0xb2, 0xb3, 0xb9 -> true;
      case 0xbc, 0xbd, 0xbe -> false;
      default -> {
        if (Character.getType(c) == Character.OTHER_NUMBER) {
          throw Fault.refused("asking whether " + Text.escape(c) + " is a digit");
        }
        yield decimal(c);
      }
    };
  }

  static boolean alphanumeric(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.OTHER_NUMBER
        || type == Character.LETTER_NUMBER;
  }

  private static boolean numeric(int c) {
    if (c >= 128 && Character.isLetter(c)) {
      throw Fault.refused("asking whether " + Text.escape(c) + " is numeric");
    }
    return !Character.isLetter(c) && alphanumeric(c);
  }

  private static boolean every(String s, IntPredicate test) {
    return !s.isEmpty() && s.codePoints().allMatch(test);
  }

  static boolean is(String s, boolean upper) {
    return s.codePoints().anyMatch(upper ? Character::isUpperCase : Character::isLowerCase)
        && s.codePoints()
            .noneMatch(c ->
                Character.isTitleCase(c)
                    || (upper ? Character.isLowerCase(c) : Character.isUpperCase(c)));
  }

  private static boolean isTitle(String s) {
    boolean any = false;
    boolean before = false;
    for (int c : s.codePoints().toArray()) {
      boolean big = Character.isUpperCase(c) || Character.isTitleCase(c);
      if (big ? before : Character.isLowerCase(c) && !before) {
        return false;
      }
      before = cased(c);
      any |= before;
    }
    return any;
  }

  private static int missing(Run run, String s, Object width) {
    long wanted = Arithmetic.toLong(width);
    run.room(Math.max(0, wanted));
    return (int) Math.max(0, wanted - Chars.length(s));
  }

  private static String fill(Object fill) {
    String text =
        TextMethods.text(
            fill, "The fill character must be a unicode character, not " + Types.name(fill));
    if (Chars.length(text) != 1) {
      throw Fault.type("The fill character must be exactly one character long");
    }
    return text;
  }

  private static String padding(Run run, String s, Object[] args) {
    return fill(args[1]).repeat(missing(run, s, args[0]));
  }

  static String center(Run run, String s, Object[] args) {
    int missing = missing(run, s, args[0]);
    String fill = fill(args[1]);
    // CPython's unicode_center: the odd one goes left when the width is odd too
    int left = missing / 2 + (missing & (int) Arithmetic.toLong(args[0]) & 1);
    return fill.repeat(left) + s + fill.repeat(missing - left);
  }

  private static String zeros(Run run, String s, Object width) {
    String zeros = "0".repeat(missing(run, s, width));
    return s.startsWith("+") || s.startsWith("-")
        ? s.charAt(0) + zeros + s.substring(1)
        : zeros + s;
  }

  private static String tabs(Run run, String s, Object size) {
    long stop = Arithmetic.toLong(size);
    StringBuilder out = new StringBuilder();
    long column = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '\t') {
        long spaces = stop > 0 ? stop - column % stop : 0;
        run.room(out.length() + spaces);
        out.append(" ".repeat((int) spaces));
        column += spaces;
      } else {
        out.append(c);
        column = c == '\n' || c == '\r' ? 0 : Character.isLowSurrogate(c) ? column : column + 1;
      }
    }
    return out.toString();
  }
}
