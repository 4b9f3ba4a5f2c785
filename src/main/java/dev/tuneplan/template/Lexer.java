package dev.tuneplan.template;

import dev.tuneplan.base.InvalidInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens as jinja2/lexer.py 3.1.6 does with {@code trim_blocks} and {@code
 * lstrip_blocks}, without line statements.
 */
final class Lexer {
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?<!\\.)(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?e[+-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern INTEGER =
      Pattern.compile(
          "0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\\da-f])+|[1-9](?:_?\\d)*|0(?:_?0)*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern STRING =
      Pattern.compile("'(?:[^'\\\\]++|\\\\.)*+'|\"(?:[^\"\\\\]++|\\\\.)*+\"", Pattern.DOTALL);
  private static final Set<String> TWO = Set.of("//", "**", "==", "!=", ">=", "<=");
  private static final String ONE = "+-/*%~[](){}><=.:|,;";

  private final String name;
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Character> open = new ArrayDeque<>();
  private int at;
  private boolean lineStarting = true;
  private int seenTo;
  private int line = 1;
  private int lineFrom;

  private Lexer(String name, String source) {
    this.name = name;
    String lines = source.replace("\r\n", "\n").replace('\r', '\n');
    this.source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
  }

  static List<Token> tokens(String name, String source) {
    Lexer lexer = new Lexer(name, source);
    lexer.root();
    lexer.add(Token.Kind.END, "", lexer.source.length());
    return lexer.tokens;
  }

  private Spot spot(int position) {
    for (; seenTo < position; seenTo++) {
      if (source.charAt(seenTo) == '\n') {
        line++;
        lineFrom = seenTo + 1;
      }
    }
    return new Spot(line, position - lineFrom + 1);
  }

  private void add(Token.Kind kind, String text, int from) {
    tokens.add(new Token(kind, text, spot(from)));
  }

  private InvalidInput fault(int position, String rule) {
    return new InvalidInput(spot(Math.max(position, seenTo)).in(name), "", rule);
  }

  private void root() {
    while (at < source.length()) {
      int begin = begin(at);
      if (begin < 0) {
        add(Token.Kind.DATA, source.substring(at), at);
        return;
      }
      char type = source.charAt(begin + 1);
      int after = begin + 2;
      char sign = after < source.length() ? source.charAt(after) : ' ';
      sign = sign == '-' || sign == '+' ? sign : ' ';
      int raw = type == '%' ? rawBegin(begin) : -1;
      data(at, begin, sign, type != '{');
      at = sign == ' ' ? after : after + 1;
      if (raw >= 0) {
        at = raw;
        lineStarting = source.charAt(at - 1) == '\n';
        raw();
      } else if (type == '#') {
        comment();
      } else {
        inside(type == '%', begin);
      }
    }
  }

  private int begin(int from) {
    for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "%{#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Text before a tag, cut as the sign of the tag and {@code lstrip_blocks} say. */
  private void data(int from, int to, char sign, boolean block) {
    String text = source.substring(from, to);
    if (sign == '-') {
      text = Chars.skipEnd(text);
    } else if (sign == ' ' && block) {
      int start = text.lastIndexOf('\n') + 1;
      if ((start > 0 || lineStarting)
          && start < text.length()
          && Chars.skipEnd(text.substring(start)).isEmpty()) {
        text = text.substring(0, start);
      }
    }
    if (!text.isEmpty()) {
      add(Token.Kind.DATA, text, from);
    }
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < source.length() && Chars.space(source.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Past the end of <code>{% raw %}</code>, or -1 where it is another tag. */
  private int rawBegin(int begin) {
    int i = begin + 2;
    if (i < source.length() && (source.charAt(i) == '-' || source.charAt(i) == '+')) {
      i++;
    }
    i = skipSpace(i);
    if (!source.startsWith("raw", i)) {
      return -1;
    }
    i = skipSpace(i + 3);
    return source.startsWith("-%}", i) ? skipSpace(i + 3) : source.startsWith("%}", i) ? i + 2 : -1;
  }

  /** Past the end of a tag that begins at {@code i} with its sign, or -1. */
  private int tagEnd(int i, String end) {
    if (source.startsWith("-" + end, i)) {
      return skipSpace(i + 1 + end.length());
    }
    if (source.startsWith("+" + end, i) && !end.equals("}}")) {
      return i + 1 + end.length();
    }
    if (!source.startsWith(end, i)) {
      return -1;
    }
    int past = i + end.length();
    return !end.equals("}}") && source.startsWith("\n", past) ? past + 1 : past;
  }

  private void closed(int past) {
    at = past;
    lineStarting = source.charAt(at - 1) == '\n';
  }

  private void raw() {
    for (int i = source.indexOf("{%", at); i >= 0; i = source.indexOf("{%", i + 1)) {
      int j = i + 2;
      char sign = j < source.length() ? source.charAt(j) : ' ';
      sign = sign == '-' || sign == '+' ? sign : ' ';
      j = skipSpace(sign == ' ' ? j : j + 1);
      int end = source.startsWith("endraw", j) ? tagEnd(skipSpace(j + 6), "%}") : -1;
      if (end >= 0) {
        data(at, i, sign, true);
        closed(end);
        return;
      }
    }
    throw fault(at, "the raw block does not end; close it with {% endraw %}");
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw fault(at, "the comment does not end; close it with #}");
    }
    char before = end > at ? source.charAt(end - 1) : ' ';
    closed(tagEnd(before == '-' || before == '+' ? end - 1 : end, "#}"));
  }

  private void inside(boolean block, int begin) {
    add(block ? Token.Kind.BLOCK_BEGIN : Token.Kind.VARIABLE_BEGIN, block ? "{%" : "{{", begin);
    open.clear();
    while (at < source.length()) {
      int end = open.isEmpty() ? tagEnd(at, block ? "%}" : "}}") : -1;
      if (end >= 0) {
        add(block ? Token.Kind.BLOCK_END : Token.Kind.VARIABLE_END, block ? "%}" : "}}", at);
        closed(end);
        return;
      }
      if (Chars.space(source.charAt(at))) {
        at = skipSpace(at);
      } else if (!matched(FLOAT, Token.Kind.FLOAT)
          && !matched(INTEGER, Token.Kind.INTEGER)
          && !word()
          && !string()) {
        operator();
      }
    }
    throw fault(begin, "this tag does not end; close it with " + (block ? "%}" : "}}"));
  }

  private boolean matched(Pattern pattern, Token.Kind kind) {
    char c = source.charAt(at);
    if (c < '0' || c > '9') {
      return false;
    }
    Matcher matcher =
        pattern.matcher(source).region(at, source.length()).useTransparentBounds(true);
    if (!matcher.lookingAt()) {
      return false;
    }
    add(kind, matcher.group().replace("_", ""), at);
    at = matcher.end();
    return true;
  }

  private boolean word() {
    int i = at;
    while (i < source.length()
        && Character.isUnicodeIdentifierPart(source.codePointAt(i))
        && !Character.isIdentifierIgnorable(source.codePointAt(i))) {
      i += Character.charCount(source.codePointAt(i));
    }
    if (i == at) {
      return false;
    }
    if (!Character.isUnicodeIdentifierStart(source.codePointAt(at)) && source.charAt(at) != '_') {
      throw fault(at, "invalid character in a name");
    }
    add(Token.Kind.NAME, source.substring(at, i), at);
    at = i;
    return true;
  }

  private boolean string() {
    char c = source.charAt(at);
    if (c != '\'' && c != '"') {
      return false;
    }
    Matcher matcher = STRING.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      throw fault(at, "the text does not end; close it with " + c);
    }
    int from = at;
    String inner = source.substring(at + 1, matcher.end() - 1);
    String text =
        Escapes.decode(inner)
            .orElseThrow(() -> fault(from, "an escape in this text is not understood"));
    add(Token.Kind.STRING, text, at);
    at = matcher.end();
    return true;
  }

  private void operator() {
    String two = source.substring(at, Math.min(at + 2, source.length()));
    String op = TWO.contains(two) ? two : two.substring(0, 1);
    if (op.length() == 1 && ONE.indexOf(op.charAt(0)) < 0) {
      throw fault(at, "unexpected character '" + Character.toString(source.codePointAt(at)) + "'");
    }
    switch (op) {
      case "{" -> open.push('}');
      case "(" -> open.push(')');
      case "[" -> open.push(']');
      case "}", ")", "]" -> {
        if (open.isEmpty()) {
          throw fault(at, "unexpected '" + op + "'");
        }
        char expected = open.pop();
        if (expected != op.charAt(0)) {
          throw fault(at, "unexpected '" + op + "', expected '" + expected + "'");
        }
      }
      default -> {}
    }
    add(Token.Kind.OPERATOR, op, at);
    at += op.length();
  }
}
