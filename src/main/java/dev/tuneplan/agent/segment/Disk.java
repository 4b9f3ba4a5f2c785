package dev.tuneplan.agent.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What segments need of a file system. */
public interface Disk {
  /** This machine's. */
  Disk SYSTEM = new SystemDisk();

  /** Makes a file that is not there yet, with its folder. */
  Out create(Path file) throws IOException;

  /** Gives a file its last name, which survives a crash of the machine when this returns. */
  void rename(Path from, Path to) throws IOException;

  /** Takes a file away. */
  void delete(Path file) throws IOException;

  /** A file that is written. */
  interface Out extends Closeable {
    /** Adds bytes at the end; when it throws, some of them may be there. */
    void write(byte[] bytes) throws IOException;

    /** Cuts what is behind so many bytes. */
    void truncate(long bytes) throws IOException;

    /** Returns once everything that was written survives a crash of the machine. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** By the JDK. */
  final class SystemDisk implements Disk {
    private SystemDisk() {}

    @Override
    public Out create(Path file) throws IOException {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new Out() {
        @Override
        public void write(byte[] bytes) throws IOException {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }

        @Override
        public void truncate(long bytes) throws IOException {
          channel.truncate(bytes);
          channel.position(bytes);
        }

        @Override
        public void force() throws IOException {
          channel.force(false);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      Path folder = to.toAbsolutePath().getParent();
      if (folder != null) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
          names.force(true);
        }
      }
    }

    @Override
    public void delete(Path file) throws IOException {
      Files.deleteIfExists(file);
    }
  }
}
