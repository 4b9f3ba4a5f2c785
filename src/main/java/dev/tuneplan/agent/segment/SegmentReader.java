package dev.tuneplan.agent.segment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the lines of segments: of each segment up to its first torn line, and no line twice. Keeps
 * none of them.
 */
public final class SegmentReader {
  private final Consumer<SealedLine> reader;
  private final List<Torn> torn = new ArrayList<>();
  private final LineSum sum = new LineSum();
  private long last;
  private long missing;
  private long lines;
  private Map<String, Object> end = Map.of();

  private SegmentReader(Consumer<SealedLine> reader) {
    this.reader = reader;
  }

  /**
   * Where a segment ends before its time: after a kill, a crash, a full disk, or because somebody
   * changed it.
   *
   * @param line the first that is not accepted, from 1
   */
  public record Torn(Path file, long line, String why) {}

  /**
   * What was found.
   *
   * @param lines that were read, without the first and last lines of segments
   * @param last the greatest number of a line; 0 when there is none
   * @param missing numbers below it that no line has
   * @param checksum of these lines, as {@link SegmentWriter#checksum} says it of those it wrote
   * @param torn every segment that is not whole
   */
  public record Found(long lines, long last, long missing, String checksum, List<Torn> torn) {
    public Found {
      torn = List.copyOf(torn);
    }
  }

  /**
   * Shows every line that is whole to a reader, in order, with the first line of each segment,
   * whose number is 0. No folder is no line.
   */
  public static Found read(Path folder, Consumer<SealedLine> reader) throws IOException {
    SegmentReader all = new SegmentReader(reader);
    for (Path file : Names.all(folder)) {
      all.segment(file);
    }
    return new Found(all.lines, all.last, all.missing, all.sum.hex(), all.torn);
  }

  private void segment(Path file) throws IOException {
    long number = 0;
    end = Map.of();
    // bytes that are no UTF-8 are replaced, not refused: the checksum finds them
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        number++;
        Optional<SealedLine> line = SealedLine.parse(text);
        if (line.isEmpty() || !end.isEmpty()) {
          torn.add(new Torn(file, number, line.isEmpty() ? "torn" : "behind the segment's end"));
          return;
        }
        accept(line.get());
      }
    }
    boolean whole =
        end.isEmpty()
            ? !Names.sealed(file)
            : end.get(SegmentWriter.LINES) instanceof Long all && all == number;
    if (!whole) {
      torn.add(new Torn(file, number + 1, "lines are missing"));
    }
  }

  private void accept(SealedLine line) {
    if (line.seq() == 0 && line.tree().containsKey(SegmentWriter.END)) {
      end = line.tree();
    } else if (line.seq() == 0) {
      reader.accept(line);
    } else if (line.seq() > last) {
      // what was written again after a disk failed is there twice
      missing += line.seq() - last - 1;
      last = line.seq();
      lines++;
      sum.add(line);
      reader.accept(line);
    }
  }
}
