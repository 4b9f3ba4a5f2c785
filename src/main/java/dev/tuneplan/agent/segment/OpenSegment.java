package dev.tuneplan.agent.segment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A segment that is written. Used by one thread. */
final class OpenSegment {
  private final Path file;
  private final Disk.Out out;
  private long bytes;
  private long lines;

  OpenSegment(Path file, Disk.Out out) {
    this.file = file;
    this.out = out;
  }

  Path file() {
    return file;
  }

  long bytes() {
    return bytes;
  }

  long lines() {
    return lines;
  }

  void write(SealedLine line) throws IOException {
    byte[] text = (line.text() + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(text);
    bytes += text.length;
    lines++;
  }

  /** Takes away what a write that failed may have left; whether it could. */
  boolean cut() {
    try {
      out.truncate(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  void force() throws IOException {
    out.force();
  }

  /** What was written is there or is not; closing adds nothing. */
  void close() {
    try {
      out.close();
    } catch (IOException e) {
      return;
    }
  }
}
