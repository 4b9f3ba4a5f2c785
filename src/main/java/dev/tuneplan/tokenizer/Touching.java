package dev.tuneplan.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts tokens that touch stretches of a text, as Transformers marks assistant tokens by their
 * characters (return_assistant_tokens_mask, tokenization_utils_base.py, Transformers 5.23, read
 * 2026-11-25). Tokens come in the order of the text. Not thread-safe.
 */
final class Touching {
  private final List<Tokenizer.Stretch> stretches;
  private int next;
  private int all;
  private int inside;

  /** Stretches in the offsets in which tokens will come, in the order of the text. */
  Touching(List<Tokenizer.Stretch> stretches) {
    this.stretches = stretches;
  }

  /** A token that stands for the characters {@code from} up to {@code to}. */
  void token(int from, int to) {
    all++;
    while (next < stretches.size() && stretches.get(next).to() <= from) {
      next++;
    }
    if (next < stretches.size() && stretches.get(next).from() < to) {
      inside++;
    }
  }

  /** A token that stands for no character. */
  void tokenWithoutText() {
    all++;
  }

  Tokenizer.Count count() {
    return new Tokenizer.Count(all, inside);
  }

  /** Tokens of the second, and those of them from the first difference on. */
  static Tokenizer.Count continued(int[] before, int[] whole) {
    int differ = Arrays.mismatch(before, whole);
    return new Tokenizer.Count(whole.length, differ < 0 ? 0 : whole.length - differ);
  }

  /** UTF-16 offsets as counts of code points, in which Rust's tokenizers give theirs. */
  static List<Tokenizer.Stretch> inCodePoints(String text, List<Tokenizer.Stretch> stretches) {
    List<Tokenizer.Stretch> converted = new ArrayList<>();
    int at = 0;
    int points = 0;
    for (Tokenizer.Stretch s : stretches) {
      int from = points + text.codePointCount(at, s.from());
      int to = from + text.codePointCount(s.from(), s.to());
      at = s.to();
      points = to;
      converted.add(new Tokenizer.Stretch(from, to));
    }
    return converted;
  }

  /** UTF-16 offsets as counts of UTF-8 bytes. */
  static List<Tokenizer.Stretch> inBytes(String text, List<Tokenizer.Stretch> stretches) {
    List<Tokenizer.Stretch> converted = new ArrayList<>();
    int at = 0;
    int bytes = 0;
    for (Tokenizer.Stretch s : stretches) {
      int from = bytes + bytes(text, at, s.from());
      int to = from + bytes(text, s.from(), s.to());
      at = s.to();
      bytes = to;
      converted.add(new Tokenizer.Stretch(from, to));
    }
    return converted;
  }

  private static int bytes(String text, int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      // each half of a surrogate pair is two of its four bytes
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
