package dev.tuneplan.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes: a file that is there whole or not at all, or its output. */
final class WholeOutput implements AutoCloseable {
  private final Optional<Path> file;
  private final Optional<Path> part;
  private final Writer writer;

  WholeOutput(@Nullable CommandSpec command, Optional<Path> file) throws IOException {
    this.file = file.map(Path::toAbsolutePath);
    this.part = this.file.map(f -> f.resolveSibling(f.getFileName() + ".part"));
    this.writer =
        part.isPresent()
            ? Files.newBufferedWriter(part.get())
            : new Writer() {
              @Override
              public void write(char[] text, int from, int length) {
                Main.print(command, new String(text, from, length));
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            };
  }

  Writer writer() {
    return writer;
  }

  /** All of it was written. */
  void done() throws IOException {
    writer.close();
    if (part.isPresent() && file.isPresent()) {
      Files.move(part.get(), file.get(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
    if (part.isPresent()) {
      Files.deleteIfExists(part.get());
    }
  }
}
