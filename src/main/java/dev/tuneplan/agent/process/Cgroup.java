package dev.tuneplan.agent.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How often the kernel killed for want of memory in this process's cgroup. Version 2 counts in
 * {@code memory.events}, version 1 in {@code memory.oom_control} (kernel documentation,
 * admin-guide/cgroup-v2 and cgroup-v1/memory, read 2026-11-25).
 *
 * @param root where cgroups are mounted, /sys/fs/cgroup
 * @param own /proc/self/cgroup
 */
public record Cgroup(Path root, Path own) {
  /** This machine's. */
  public static final Cgroup SYSTEM =
      new Cgroup(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"));

  /** Kills so far; empty where it cannot be read. */
  public OptionalLong oomKills() {
    try (Stream<String> lines = Files.lines(own)) {
      return lines
          .flatMap(this::files)
          .map(Cgroup::count)
          .filter(OptionalLong::isPresent)
          .findFirst()
          .orElse(OptionalLong.empty());
    } catch (IOException | java.io.UncheckedIOException e) {
      return OptionalLong.empty();
    }
  }

  /** In a container the root may be the own group already, so both places are looked at. */
  private Stream<Path> files(String line) {
    String[] parts = line.split(":", 3);
    if (parts.length < 3) {
      return Stream.empty();
    }
    String path = parts[2].replaceFirst("^/+", "");
    if (parts[1].isEmpty()) {
      return Stream.of(root.resolve(path), root).map(p -> p.resolve("memory.events"));
    }
    if (!List.of(parts[1].split(",")).contains("memory")) {
      return Stream.empty();
    }
    Path memory = root.resolve("memory");
    return Stream.of(memory.resolve(path), memory).map(p -> p.resolve("memory.oom_control"));
  }

  private static OptionalLong count(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(l -> l.startsWith("oom_kill "))
          .mapToLong(l -> Long.parseLong(l.substring(l.indexOf(' ') + 1).strip()))
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
