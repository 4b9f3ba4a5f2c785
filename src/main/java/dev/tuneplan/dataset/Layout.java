package dev.tuneplan.dataset;

/** What a row's fields mean. */
public enum Layout {
  /** A conversation: {@code messages}, or ShareGPT's {@code conversations}. */
  CHAT("chat", "messages"),
  /** {@code instruction}, {@code input} and {@code output}. */
  ALPACA("alpaca", "instruction and output"),
  /** {@code prompt} and {@code completion}, each a text or a list of messages. */
  COMPLETION("prompt/completion", "prompt and completion"),
  /** {@code text}. */
  TEXT("text", "text");

  private final String word;
  private final String fields;

  Layout(String word, String fields) {
    this.word = word;
    this.fields = fields;
  }

  /** As users write it. */
  public String word() {
    return word;
  }

  /** The fields that must be there, for messages. */
  String fields() {
    return fields;
  }
}
