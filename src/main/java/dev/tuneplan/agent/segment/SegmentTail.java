package dev.tuneplan.agent.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows segments while another process writes them: hands on every whole line once, in order, and
 * waits before one that is not whole yet. What is behind a torn line in a segment that has a
 * successor is left out, as {@link SegmentReader} does. Used by one thread.
 */
public final class SegmentTail {
  private static final int CHUNK_BYTES = 256 << 10;

  private final Path folder;
  private Optional<SealedLine> head = Optional.empty();
  private long last;
  private long segment;
  private long offset;

  /**
   * Begins.
   *
   * @param after lines up to this number are known already
   */
  public SegmentTail(Path folder, long after) {
    this.folder = folder;
    this.last = after;
  }

  /** The number of the last line that was handed on. */
  public long last() {
    return last;
  }

  /** The first line of the newest segment that was begun to be read. */
  public Optional<SealedLine> head() {
    return head;
  }

  /**
   * The next lines, without first and last lines of segments; none when there are no more yet.
   *
   * @param most of them
   */
  public List<SealedLine> next(int most) throws IOException {
    List<SealedLine> found = new ArrayList<>();
    boolean more = true;
    while (more && found.size() < most) {
      // before anything is read: of a segment that has a successor now, what is read is all
      List<Path> all = Names.all(folder);
      Optional<Path> current = all.stream().filter(f -> Names.number(f) >= segment).findFirst();
      if (current.isEmpty()) {
        return found;
      }
      begin(Names.number(current.get()));
      boolean over = Names.sealed(current.get()) || Names.number(all.getLast()) > segment;
      try {
        more = read(current.get(), over, most, found);
      } catch (NoSuchFileException e) {
        // it got its last name in between
        continue;
      }
    }
    return found;
  }

  private void begin(long number) {
    if (number > segment) {
      segment = number;
      offset = 0;
    }
  }

  /** Reads on; whether there may be more to read now. */
  private boolean read(Path file, boolean over, int most, List<SealedLine> found)
      throws IOException {
    byte[] bytes = chunk(file);
    int from = 0;
    for (int i = 0; i < bytes.length && found.size() < most; i++) {
      if (bytes[i] == '\n') {
        Optional<SealedLine> line =
            SealedLine.parse(new String(bytes, from, i - from, StandardCharsets.UTF_8));
        if (line.isEmpty()) {
          offset += from;
          return skip(over);
        }
        take(line.get(), found);
        from = i + 1;
      }
    }
    offset += from;
    if (from > 0) {
      return true;
    }
    return skip(over);
  }

  /** Leaves a segment of which nothing more can be read, if nothing more can come. */
  private boolean skip(boolean over) {
    if (over) {
      segment++;
      offset = 0;
    }
    return over;
  }

  private void take(SealedLine line, List<SealedLine> found) {
    if (line.head()) {
      head = Optional.of(line);
    } else if (line.seq() > last) {
      last = line.seq();
      found.add(line);
    }
  }

  private byte[] chunk(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer =
          ByteBuffer.allocate((int) Math.clamp(channel.size() - offset, 0, CHUNK_BYTES));
      while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {}
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return bytes;
    }
  }
}
