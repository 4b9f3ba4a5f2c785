package dev.tuneplan.agent.segment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Segments of lines that another writer numbered, as a server keeps them: each once, in order.
 * {@link SegmentReader} reads them as it reads the originals. Used by one thread at a time.
 */
public final class SegmentCopy implements AutoCloseable {
  private final Path folder;
  private final Disk disk;
  private Optional<Disk.Out> open = Optional.empty();
  private long number;
  private long last;

  private SegmentCopy(Path folder, Disk disk) throws IOException {
    this.folder = folder;
    this.disk = disk;
    List<Path> there = Names.all(folder);
    this.number = there.isEmpty() ? 0 : Names.number(there.getLast());
    this.last = SegmentReader.read(folder, line -> {}).last();
  }

  /** Goes on behind what a folder has. */
  public static SegmentCopy in(Path folder, Disk disk) throws IOException {
    return new SegmentCopy(folder, disk);
  }

  /** The greatest number of a line that is here for good; 0 when there is none. */
  public long last() {
    return last;
  }

  /**
   * Adds those lines that are not there yet; they survive a crash of the machine when this returns.
   * When it throws, none of them counts as there.
   *
   * @param head the first line of the writer's segment
   * @param lines in order
   */
  public void add(SealedLine head, List<SealedLine> lines) throws IOException {
    List<SealedLine> fresh = lines.stream().filter(l -> l.seq() > last).toList();
    if (fresh.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    fresh.forEach(l -> text.append(l.text()).append('\n'));
    try {
      Disk.Out out = open.isPresent() ? open.get() : begin(head);
      open = Optional.of(out);
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.force();
    } catch (IOException e) {
      // what it may have left is torn, or comes again: both are left out by the reader
      close();
      throw e;
    }
    last = fresh.getLast().seq();
  }

  private Disk.Out begin(SealedLine head) throws IOException {
    while (true) {
      try {
        Disk.Out out = disk.create(Names.open(folder, ++number));
        open = Optional.of(out);
        out.write((head.text() + "\n").getBytes(StandardCharsets.UTF_8));
        return out;
      } catch (FileAlreadyExistsException e) {
        continue;
      }
    }
  }

  @Override
  public void close() {
    open.ifPresent(out -> {
      try {
        out.close();
      } catch (IOException e) {
        // what was confirmed is on the disk
        return;
      }
    });
    open = Optional.empty();
  }
}
