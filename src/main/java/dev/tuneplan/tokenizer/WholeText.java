package dev.tuneplan.tokenizer;

/**
 * Java's texts can hold half of a surrogate pair, which no UTF-8 has: the native library would turn
 * it into three characters, Python refuses it. U+FFFD stands in for each, as decoders do.
 */
final class WholeText {
  private WholeText() {}

  static String of(String text) {
    int at = loneSurrogate(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text);
    while (at >= 0) {
      whole.setCharAt(at, '\uFFFD');
      at = loneSurrogate(text, at + 1);
    }
    return whole.toString();
  }

  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        return i;
      }
    }
    return -1;
  }
}
