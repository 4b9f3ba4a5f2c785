package dev.tuneplan.agent.progress;

import dev.tuneplan.agent.record.PythonJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The end of a file to which a trainer adds one JSON object a line: LLaMA-Factory's {@code
 * trainer_log.jsonl} ({@code current_steps}, {@code total_steps}), torchtune's disk log ({@code
 * step}). Lines that are being written are read when they are whole; a file that became shorter is
 * read from its beginning. Used by one thread.
 */
public final class LogFile {
  private static final int CHUNK_BYTES = 1 << 18;
  private static final int LONGEST_LINE = CHUNK_BYTES;

  private final Path file;
  private final String step;
  private final String total;
  private long offset;

  /**
   * A file that need not be there yet.
   *
   * @param step the key of the steps done
   * @param total the key of all steps; may be empty
   */
  public LogFile(Path file, String step, String total) {
    this.file = file;
    this.step = step;
    this.total = total;
  }

  /** Leaves out what is there already, from an earlier attempt. */
  public void skip() {
    read();
  }

  /** What was added since the last time; empty when that was nothing of use. */
  public Optional<Report> read() {
    Optional<Report> newest = Optional.empty();
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      if (in.size() < offset) {
        offset = 0;
      }
      while (offset < in.size()) {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, in.size() - offset));
        int n = in.read(chunk, offset);
        int end = n;
        while (end > 0 && chunk.get(end - 1) != '\n') {
          end--;
        }
        if (end == 0) {
          // a line that is still growing, or one that no trainer writes
          offset += n >= LONGEST_LINE ? n : 0;
          break;
        }
        offset += end;
        Optional<Report> said =
            new String(chunk.array(), 0, end, StandardCharsets.UTF_8)
                .lines()
                .map(this::line)
                .flatMap(Optional::stream)
                .reduce((a, b) -> b.over(a));
        Report older = newest.orElse(Report.NOTHING);
        newest =
            said.map(s -> s.over(older))
                .or(() -> older.equals(Report.NOTHING) ? Optional.empty() : Optional.of(older));
      }
    } catch (IOException e) {
      // not there yet, or being replaced: the next look will tell
      return newest;
    }
    return newest;
  }

  private Optional<Report> line(String line) {
    if (!(PythonJson.read(line) instanceof Map<?, ?> m)) {
      return Optional.empty();
    }
    Numbers numbers = new Numbers(m);
    OptionalLong done = numbers.count(step);
    return done.isEmpty()
        ? Optional.empty()
        : Optional.of(
            numbers.report(done, total.isEmpty() ? OptionalLong.empty() : numbers.count(total)));
  }
}
