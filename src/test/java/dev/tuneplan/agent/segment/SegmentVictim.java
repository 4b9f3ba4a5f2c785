package dev.tuneplan.agent.segment;

import java.nio.file.Path;
import java.util.Map;

/**
 * Writes lines for ever, to be killed: SegmentVictim FOLDER. Prints the number of the last line
 * whenever all of them are on the disk.
 */
final class SegmentVictim {
  private SegmentVictim() {}

  public static void main(String[] args) {
    SegmentWriter writer =
        new SegmentWriter(
            Path.of(args[0]),
            Disk.SYSTEM,
            new SegmentWriter.Sizes(2000, 1000),
            Map.of("schema", 1L));
    for (long i = 1; ; i++) {
      if (!writer.write(Map.of("value", i))) {
        throw new IllegalStateException("line " + i + " was not written");
      }
      if (i % 5 == 0 && writer.force()) {
        System.out.println(i);
      }
    }
  }
}
