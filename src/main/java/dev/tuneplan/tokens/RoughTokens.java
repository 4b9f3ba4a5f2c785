package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Example;
import java.util.List;
import java.util.Map;

/**
 * About how many tokens an example has, told from kinds of characters alone. It is a size to sort
 * and to compare by, never a count: estimates made with it are right whatever its weights are, and
 * narrow when they are good. Over 2,204 pieces of prose and code, tokens ÷ size varies by 9 %
 * (Llama 3) and 8 % (Qwen3), tokens ÷ characters by 22 % and 26 % (least squares, 2026-11-25). It
 * is reckoned in sixteenths of a token.
 */
final class RoughTokens {
  /** A word of Latin letters is a token, and an eighth more for each letter above six. */
  private static final int WORD = 16;

  private static final int LETTER_MORE = 2;
  private static final int FREE_LETTERS = 6;

  /** Between a token for each digit (Qwen) and one for three (Llama 3). */
  private static final int DIGIT = 14;

  private static final int SIGN = 10;
  private static final int LINE = 8;

  /** Letters of other scripts; signs beyond ASCII are often spelt in bytes. */
  private static final int FOREIGN_LETTER = 10;

  private static final int FOREIGN_SIGN = 28;

  private RoughTokens() {}

  /** The size of an example, ≥ 0. */
  static long of(Example example) {
    return switch (example) {
      case Example.Text t -> of(t.text());
      case Example.Completion c -> of(c.prompt()) + of(c.completion());
      case Example.Instruction i -> {
        long size = of(i.instruction()) + of(i.input()) + of(i.output());
        size += i.system().map(RoughTokens::of).orElse(0L);
        for (Example.Instruction.Turn t : i.history()) {
          size += of(t.prompt()) + of(t.answer());
        }
        yield size;
      }
      case Example.Chat c -> of(c.messages()) + c.tools().map(RoughTokens::values).orElse(0L);
      case Example.ChatCompletion c ->
          of(c.prompt()) + of(c.completion()) + c.tools().map(RoughTokens::values).orElse(0L);
    };
  }

  /** A template writes about five tokens around each message. */
  private static long of(List<Map<String, Object>> messages) {
    long size = 80L * messages.size();
    for (Map<String, Object> m : messages) {
      size += value(m);
    }
    return size;
  }

  private static long values(Iterable<?> values) {
    long size = 0;
    for (Object v : values) {
      size += value(v);
    }
    return size;
  }

  private static long value(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case String s -> of(s);
      case Map<?, ?> m -> {
        long size = 0;
        for (Map.Entry<?, ?> e : m.entrySet()) {
          size += "role".equals(e.getKey()) ? 0 : value(e.getValue());
        }
        yield size;
      }
      case Iterable<?> l -> values(l);
      case null, default -> 0;
    };
  }

  static long of(String text) {
    long size = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
        letters++;
        continue;
      }
      if (letters > 0) {
        size += WORD + (long) LETTER_MORE * Math.max(0, letters - FREE_LETTERS);
        letters = 0;
      }
      size += other(c);
    }
    return letters > 0
        ? size + WORD + (long) LETTER_MORE * Math.max(0, letters - FREE_LETTERS)
        : size;
  }

  private static int other(char c) {
    if (c == ' ') {
      return 0;
    }
    if (c == '\n') {
      return LINE;
    }
    if (c < 0x80) {
      return c >= '0' && c <= '9' ? DIGIT : SIGN;
    }
    return Character.isLetter(c) ? FOREIGN_LETTER : FOREIGN_SIGN;
  }
}
