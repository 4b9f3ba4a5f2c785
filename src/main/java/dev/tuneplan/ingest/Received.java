package dev.tuneplan.ingest;

import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.SegmentCopy;
import dev.tuneplan.agent.ship.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What was received, in the same folders and files as the agents': {@code
 * RUN/attempts/ATTEMPT/samples}. Thread-safe.
 */
public final class Received {
  private final Path folder;
  private final Disk disk;
  private final Map<Path, SegmentCopy> attempts = new HashMap<>();

  /** In a folder, which is made when something comes. */
  public Received(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** What became of a batch. */
  sealed interface Outcome {}

  /** All of it is here for good; up to which number. */
  record Kept(long last) implements Outcome {}

  /** Lines before it are not here, so nothing was taken; up to which number it is whole. */
  record Gap(long last) implements Outcome {}

  /** Takes what is new; it survives a crash of the machine when this returns. */
  synchronized Outcome take(Batch batch) throws IOException {
    Path samples =
        folder.resolve(batch.run()).resolve("attempts").resolve(batch.attempt()).resolve("samples");
    SegmentCopy copy = attempts.get(samples);
    if (copy == null) {
      copy = SegmentCopy.in(samples, disk);
      attempts.put(samples, copy);
    }
    if (copy.last() < batch.after()) {
      return new Gap(copy.last());
    }
    copy.add(batch.head(), batch.lines());
    return new Kept(copy.last());
  }
}
