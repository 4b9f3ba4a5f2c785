package dev.tuneplan.agent.segment;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes lines into segments. What a disk did not take, or did not confirm, is kept in memory, the
 * newest of it, and written again when it can be; that something was lost is written down. Used by
 * one thread.
 */
public final class SegmentWriter {
  /** Of a segment's last line: its number, and under {@link #LINES} how many lines it has. */
  static final String END = "end";

  static final String LINES = "lines";

  /** Of a segment's first line: its number. */
  public static final String SEGMENT = "segment";

  /** Of a line: how many lines were lost for want of a disk, in all. */
  public static final String LOST = "lost";

  private final Path folder;
  private final Disk disk;
  private final Sizes sizes;
  private final Map<String, Object> head;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<Waiting> unforced = new ArrayDeque<>();
  private OptionalLong before = OptionalLong.empty();
  private Optional<OpenSegment> open = Optional.empty();
  private long number;
  private long written;
  private long lost;
  private long lostTold;
  private final LineSum sum = new LineSum();
  private long summed;

  /**
   * How much goes where.
   *
   * @param segmentBytes a segment is full
   * @param keptLines lines that wait in memory for a disk
   */
  public record Sizes(long segmentBytes, int keptLines) {
    /** Eight GPUs fill a segment in some three hours; what is kept is half an hour of them. */
    public static final Sizes USUAL = new Sizes(4 << 20, 2000);
  }

  /** A line, and the how many-th it is of this writer. */
  private record Waiting(long nth, Map<String, Object> line) {}

  /**
   * Behind the segments that a folder has.
   *
   * @param head what the first line of every segment says
   */
  public SegmentWriter(Path folder, Disk disk, Sizes sizes, Map<String, Object> head) {
    this.folder = folder;
    this.disk = disk;
    this.sizes = sizes;
    this.head = new LinkedHashMap<>(head);
  }

  /** How many lines were written; those that were lost among them. */
  public long written() {
    return written;
  }

  /** How many lines were lost for want of a disk. */
  public long lost() {
    return lost;
  }

  /** The checksum of all lines that were written, as {@link SegmentReader} finds it in them. */
  public String checksum() {
    return sum.hex();
  }

  /** Adds a line; whether the disk took it, and all before. */
  public boolean write(Map<String, Object> line) {
    waiting.addLast(new Waiting(++written, new LinkedHashMap<>(line)));
    while (waiting.size() > sizes.keptLines) {
      waiting.removeFirst();
      lost++;
    }
    return drain();
  }

  /** Whether every line survives a crash of the machine, once this returns. */
  public boolean force() {
    try {
      return drain() && confirm();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the last segment; whether all of it is on the disk. */
  public boolean close() {
    boolean whole = force();
    try {
      if (whole && open.isPresent()) {
        seal();
      }
    } catch (IOException e) {
      whole = false;
    }
    abandon();
    return whole;
  }

  private boolean drain() {
    try {
      while (!waiting.isEmpty()) {
        if (open.isEmpty()) {
          begin();
        }
        if (lost > lostTold) {
          put(SealedLine.of(0, Map.of(LOST, lost)));
          lostTold = lost;
        }
        next();
        if (open.orElseThrow().bytes() >= sizes.segmentBytes && confirm()) {
          seal();
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void next() throws IOException {
    Waiting first = waiting.getFirst();
    SealedLine line = SealedLine.of(before.orElseThrow() + first.nth, first.line);
    put(line);
    unforced.addLast(waiting.removeFirst());
    if (first.nth > summed) {
      summed = first.nth;
      sum.add(line);
    }
  }

  private void begin() throws IOException {
    if (before.isEmpty()) {
      java.util.List<Path> there = Names.all(folder);
      number = there.isEmpty() ? 0 : Names.number(there.getLast());
      before = OptionalLong.of(SegmentReader.read(folder, line -> {}).last());
    }
    OpenSegment segment = null;
    while (segment == null) {
      Path file = Names.open(folder, ++number);
      try {
        segment = new OpenSegment(file, disk.create(file));
      } catch (FileAlreadyExistsException e) {
        continue;
      }
    }
    Map<String, Object> first = new LinkedHashMap<>();
    first.put(SEGMENT, number);
    first.putAll(head);
    try {
      segment.write(SealedLine.of(0, first));
      open = Optional.of(segment);
    } catch (IOException e) {
      segment.close();
      disk.delete(segment.file());
      throw e;
    }
  }

  /** Writes a line, or leaves nothing of it. */
  private void put(SealedLine line) throws IOException {
    OpenSegment segment = open.orElseThrow();
    try {
      segment.write(line);
    } catch (IOException e) {
      if (!segment.cut()) {
        abandon();
      }
      throw e;
    }
  }

  private boolean confirm() throws IOException {
    if (open.isPresent()) {
      try {
        open.get().force();
      } catch (IOException e) {
        // the kernel may have dropped what it could not write, and says so once
        abandon();
        throw e;
      }
    }
    unforced.clear();
    return true;
  }

  private void seal() throws IOException {
    OpenSegment segment = open.orElseThrow();
    open = Optional.empty();
    Map<String, Object> last = new LinkedHashMap<>();
    last.put(END, number);
    last.put(LINES, segment.lines() + 1);
    try {
      segment.write(SealedLine.of(0, last));
      segment.force();
    } finally {
      segment.close();
    }
    disk.rename(segment.file(), Names.sealed(folder, number));
  }

  /** Leaves a segment as it is; what it may lack is written into the next. */
  private void abandon() {
    while (!unforced.isEmpty()) {
      waiting.addFirst(unforced.removeLast());
    }
    open.ifPresent(OpenSegment::close);
    open = Optional.empty();
    lostTold = 0;
  }
}
