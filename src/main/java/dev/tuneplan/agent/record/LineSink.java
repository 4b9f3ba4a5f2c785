package dev.tuneplan.agent.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where lines go. A write either takes every byte or throws. */
public interface LineSink extends Closeable {
  /** Adds bytes at the end. */
  void write(byte[] bytes) throws IOException;

  /** Whether something is there already, perhaps the beginning of a line. */
  boolean begun() throws IOException;

  /** Returns once everything that was written survives a crash of the machine. */
  void force() throws IOException;

  @Override
  void close() throws IOException;

  /** The end of a file, which is made when it is not there. */
  static LineSink of(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new LineSink() {
      @Override
      public void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }

      @Override
      public boolean begun() throws IOException {
        return channel.size() > 0;
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
}
