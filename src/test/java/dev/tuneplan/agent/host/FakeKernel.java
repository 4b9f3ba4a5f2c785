package dev.tuneplan.agent.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder with files as Linux makes them. */
final class FakeKernel {
  final Path root;

  FakeKernel(Path root) {
    this.root = root;
  }

  FakeKernel file(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process in ticks, faults and pages, with what it read and wrote. */
  FakeKernel process(long pid, long parent, long cpu, long pages, long read, long written) {
    return process(pid, parent, cpu, pages, read, written, 0, 0);
  }

  FakeKernel process(
      long pid,
      long parent,
      long cpu,
      long pages,
      long read,
      long written,
      long reapedCpu,
      long reapedFaults) {
    file(
        "proc/" + pid + "/stat",
        "%d (a (b) c) S %d 1 1 0 -1 4194304 99 %d 0 0 %d 0 %d 0 20 0 1 0 %d 3133440 %d 18446744073709551615"
            .formatted(pid, parent, reapedFaults, cpu, reapedCpu, 1000 + pid, pages));
    return file(
        "proc/" + pid + "/io",
        "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: %d\nwrite_bytes: %d\ncancelled_write_bytes: 0"
            .formatted(read, written));
  }

  FakeKernel gone(long pid) {
    Path folder = root.resolve("proc/" + pid);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path proc() {
    return root.resolve("proc");
  }
}
