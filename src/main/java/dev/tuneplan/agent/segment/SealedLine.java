package dev.tuneplan.agent.segment;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.files.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A line of JSON with its number and, as its last entry, the checksum (CRC-32C) of the bytes before
 * that entry: a line that was cut, or run into by another, has not got it.
 *
 * @param seq its number within the attempt, from 1
 * @param tree what it says, with its number, without the checksum
 * @param checksum in hexadecimal digits
 */
public record SealedLine(long seq, Map<String, Object> tree, String checksum) {
  static final String SEQ = "seq";
  private static final String CRC = ",\"crc\":\"";
  private static final int CRC_DIGITS = 8;
  private static final String END = "\"}";

  public SealedLine {
    tree = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tree));
  }

  /** With its number as the first entry. */
  static SealedLine of(long seq, Map<String, Object> says) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(SEQ, seq);
    tree.putAll(says);
    return new SealedLine(seq, tree, crc(head(tree)));
  }

  private static String head(Map<String, Object> tree) {
    String json = JsonText.of(tree);
    return json.substring(0, json.length() - 1);
  }

  /** Whether it is the first line of a segment, which says whose it is. */
  public boolean head() {
    return seq == 0 && tree.containsKey(SegmentWriter.SEGMENT);
  }

  /** As it is written, without the end of the line. */
  public String text() {
    return head(tree) + CRC + checksum + END;
  }

  /** What a line says; empty when it is torn. */
  public static Optional<SealedLine> parse(String line) {
    int at = line.length() - CRC.length() - CRC_DIGITS - END.length();
    if (at < 0 || !line.startsWith(CRC, at) || !line.endsWith(END)) {
      return Optional.empty();
    }
    String head = line.substring(0, at);
    String checksum = line.substring(at + CRC.length(), at + CRC.length() + CRC_DIGITS);
    if (!checksum.equals(crc(head))
        || !(PythonJson.read(head + "}") instanceof Map<?, ?> all)
        || !(all.get(SEQ) instanceof Long seq)) {
      return Optional.empty();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    all.forEach((key, value) -> {
      if (value != null) {
        tree.put(String.valueOf(key), value);
      }
    });
    return Optional.of(new SealedLine(seq, tree, checksum));
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
