package dev.tuneplan.agent.process;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines, at carriage returns too, with which progress bars go back. Of
 * a line the beginning is kept, so that no line is too long for the memory. Used by one thread.
 */
final class LineCutter {
  static final int KEPT_BYTES = 8192;

  private final byte[] line = new byte[KEPT_BYTES];
  private final Consumer<String> reader;
  private int size;

  LineCutter(Consumer<String> reader) {
    this.reader = reader;
  }

  void take(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        end();
      } else if (size < KEPT_BYTES) {
        line[size++] = b;
      }
    }
  }

  void end() {
    if (size > 0) {
      reader.accept(new String(line, 0, size, StandardCharsets.UTF_8));
    }
    size = 0;
  }
}
