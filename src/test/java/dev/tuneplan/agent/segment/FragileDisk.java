package dev.tuneplan.agent.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** A disk that fails when it is told to, as full and as broken ones do. */
final class FragileDisk implements Disk {
  private final BooleanSupplier writes;
  private final BooleanSupplier forces;
  private final BooleanSupplier cuts;
  private final RandomGenerator random;

  /** With what fails each time that it is asked. */
  FragileDisk(
      RandomGenerator random,
      BooleanSupplier writes,
      BooleanSupplier forces,
      BooleanSupplier cuts) {
    this.random = random;
    this.writes = writes;
    this.forces = forces;
    this.cuts = cuts;
  }

  private static void fail(BooleanSupplier when) throws IOException {
    if (when.getAsBoolean()) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public Out create(Path file) throws IOException {
    Out out = SYSTEM.create(file);
    return new Out() {
      private long bytes;
      private long forced;

      @Override
      public void write(byte[] line) throws IOException {
        if (writes.getAsBoolean()) {
          byte[] some = java.util.Arrays.copyOf(line, random.nextInt(line.length));
          out.write(some);
          throw new IOException("No space left on device");
        }
        out.write(line);
        bytes += line.length;
      }

      @Override
      public void truncate(long length) throws IOException {
        fail(cuts);
        out.truncate(length);
        bytes = length;
      }

      @Override
      public void force() throws IOException {
        if (forces.getAsBoolean()) {
          // what was not forced before is gone, or is there in part
          out.truncate(forced + random.nextLong(bytes - forced + 1));
          throw new IOException("Input/output error");
        }
        out.force();
        forced = bytes;
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    fail(cuts);
    SYSTEM.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    fail(cuts);
    SYSTEM.delete(file);
  }
}
