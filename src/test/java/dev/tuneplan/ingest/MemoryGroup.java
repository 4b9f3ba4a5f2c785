package dev.tuneplan.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real cgroup with a limit of memory, which root may make on most machines. */
record MemoryGroup(Path folder) implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  /** By version 2, or by version 1; empty where this machine lets nobody make one. */
  static Optional<MemoryGroup> limited(String name, long bytes) {
    return at(MOUNT.resolve(name), "memory.max", bytes)
        .or(() -> at(MOUNT.resolve("memory").resolve(name), "memory.limit_in_bytes", bytes));
  }

  private static Optional<MemoryGroup> at(Path folder, String limit, long bytes) {
    try {
      Files.createDirectory(folder);
      if (Files.isWritable(folder.resolve(limit))) {
        Files.writeString(folder.resolve(limit), Long.toString(bytes));
        return Optional.of(new MemoryGroup(folder));
      }
      Files.delete(folder);
    } catch (IOException e) {
      // another version of cgroups, or nobody's right
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** What begins a command within it. */
  List<String> within() {
    return List.of(
        "sh", "-c", "echo $$ >" + folder.resolve("cgroup.procs") + "; exec \"$@\"", "sh");
  }

  /** When nobody is in it any more. */
  @Override
  public void close() throws IOException {
    Files.delete(folder);
  }
}
