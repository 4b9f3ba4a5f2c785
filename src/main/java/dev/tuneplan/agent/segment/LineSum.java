package dev.tuneplan.agent.segment;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The checksum of many lines, in their order. Used by one thread. */
final class LineSum {
  private final CRC32C crc = new CRC32C();

  void add(SealedLine line) {
    // a line's own checksum stands for the rest of it
    crc.update((line.seq() + ":" + line.checksum() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  String hex() {
    return String.format("%08x", crc.getValue());
  }
}
