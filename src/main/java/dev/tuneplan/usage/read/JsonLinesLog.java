package dev.tuneplan.usage.read;

import dev.tuneplan.usage.Fault;
import dev.tuneplan.usage.Tally;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads JSON lines: one thread cuts blocks of lines, others parse them. */
final class JsonLinesLog {
  private JsonLinesLog() {}

  /**
   * Reads to the end.
   *
   * @param threads that parse, &ge; 1
   */
  static Tally read(InputStream in, int threads) throws IOException {
    Blocks blocks = new Blocks(in);
    String ends = "";
    try (InOrder parts = new InOrder(threads)) {
      while (blocks.more() && ends.isEmpty()) {
        try {
          Block block = blocks.next();
          parts.add(block::read);
        } catch (Blocks.TooLong e) {
          ends = e.getMessage() + "; what follows is not read";
        } catch (EOFException e) {
          ends = "the packed data ends too early; what was packed until then is read";
        }
      }
      Tally all = parts.all();
      if (!ends.isEmpty()) {
        all.cut(new Fault(parts.lines() + 1, 1, "", ends));
      }
      return all;
    }
  }
}
