package dev.tuneplan.agent.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counts processes in, from its own table for them (getauxval(3)): arm64 has pages
 * of 4, 16 or 64 KiB.
 *
 * @param pageBytes bytes of a page
 * @param ticksPerSecond clock ticks
 */
record Units(long pageBytes, long ticksPerSecond) {
  private static final Units USUAL = new Units(4096, 100);
  private static final long PAGE_BYTES = 6;
  private static final long TICKS = 17;

  static Units of(Path proc) {
    ByteBuffer table;
    try {
      table = ByteBuffer.wrap(Files.readAllBytes(proc.resolve("self/auxv")));
    } catch (IOException e) {
      return USUAL;
    }
    table.order(ByteOrder.nativeOrder());
    Units units = USUAL;
    while (table.remaining() >= 2 * Long.BYTES) {
      long key = table.getLong();
      long value = table.getLong();
      if (key == PAGE_BYTES) {
        units = new Units(value, units.ticksPerSecond);
      } else if (key == TICKS) {
        units = new Units(units.pageBytes, value);
      }
    }
    return units;
  }
}
