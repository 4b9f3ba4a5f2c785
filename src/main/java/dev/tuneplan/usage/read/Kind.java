package dev.tuneplan.usage.read;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** How a log is written, told from its first bytes. */
sealed interface Kind {
  /** A value of JSON on each line. */
  record JsonLines() implements Kind {}

  /** JSON that goes over lines. */
  record Json() implements Kind {}

  /** CSV whose header names tokens. */
  record Csv(CsvLog log) implements Kind {}

  /** Nothing but blanks. */
  record Empty() implements Kind {}

  /**
   * No log of calls.
   *
   * @param why what it is, and what to do
   */
  record Unknown(String why) implements Kind {}

  /**
   * Tells the kind.
   *
   * @param head the first bytes, unpacked, without a mark of UTF-8
   */
  static Kind of(byte[] head) {
    int first = 0;
    while (first < head.length && " \t\r\n".indexOf(head[first]) >= 0) {
      first++;
    }
    if (first == head.length) {
      return new Empty();
    }
    Optional<String> foreign = foreign(head);
    if (foreign.isPresent()) {
      return new Unknown(foreign.get());
    }
    if (head[first] == '[') {
      return new Json();
    }
    int end = first;
    while (end < head.length && head[end] != '\n') {
      end++;
    }
    if (head[first] == '{') {
      return end == head.length || whole(head, first, end) ? lines(head, end) : new Json();
    }
    return CsvLog.of(new String(head, first, end - first, StandardCharsets.UTF_8).strip())
        .<Kind>map(Csv::new)
        .orElseGet(() ->
            new Unknown(
                "is no log of calls: neither JSON, nor CSV with a header that names models and"
                    + " tokens; docs/usage.md says what is read"));
  }

  /** One line alone is read as lines are, unless it is longer than what was looked at. */
  private static Kind lines(byte[] head, int end) {
    return end == head.length && end >= Opened.HEAD_BYTES ? new Json() : new JsonLines();
  }

  private static boolean whole(byte[] head, int from, int end) {
    try (JsonParser p = JsonRow.JSON.parser(head, from, end - from)) {
      p.nextToken();
      p.skipChildren();
      return p.currentToken() == JsonToken.END_OBJECT;
    } catch (JacksonException e) {
      return broken(head, from, end);
    }
  }

  /** Whether a line is broken JSON rather than the beginning of JSON over many lines. */
  private static boolean broken(byte[] head, int from, int end) {
    return end - from > 2 && head[Math.max(from, end - 1)] == '}';
  }

  private static Optional<String> foreign(byte[] head) {
    String begin = new String(head, 0, Math.min(4, head.length), StandardCharsets.ISO_8859_1);
    if (begin.startsWith("PAR1")) {
      return Optional.of("is Parquet; export JSONL or CSV instead");
    }
    if (begin.startsWith("PK")) {
      return Optional.of("is a zip archive; unpack it and name what is in it");
    }
    if (begin.equals("\u0028\u00b5\u002f\u00fd")) {
      return Optional.of("is packed with zstd; unpack it first: zstd -dc FILE | tuneplan usage -");
    }
    if (begin.startsWith("\u00ff\u00fe") || begin.startsWith("\u00fe\u00ff")) {
      return Optional.of("is UTF-16 text; make it UTF-8 first: iconv -f UTF-16 -t UTF-8");
    }
    for (int i = 0; i < Math.min(head.length, 4096); i++) {
      if (head[i] == 0) {
        return Optional.of("is binary, no log of calls");
      }
    }
    return Optional.empty();
  }
}
