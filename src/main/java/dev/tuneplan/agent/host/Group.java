package dev.tuneplan.agent.host;

import dev.tuneplan.agent.reading.KernelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * The cgroup of this process, in version 2 or 1, or a mixture (kernel documentation,
 * admin-guide/cgroup-v2 and cgroup-v1/{memory,cpuacct,blkio-controller}, accounting/psi, read
 * 2026-11-25). Within a container it is the container's. Each value is looked for by the newer name
 * first; where a file is found once it is looked for no more. Used by one thread.
 */
public final class Group {
  private static final long NANOS_PER_MICRO = 1000;

  /** What version 1 says where there is no limit: the largest multiple of a page. */
  private static final long NO_LIMIT = 1L << 60;

  private final Path root;
  private final List<String> own;
  private final Map<String, Optional<Path>> found = new HashMap<>();

  /** This process's. */
  public Group() {
    this(Path.of("/"));
  }

  /** Of a folder that has /proc and /sys. */
  Group(Path root) {
    this.root = root;
    this.own = KernelFile.lines(root.resolve("proc/self/cgroup"));
  }

  /** Microseconds of processor time. */
  OptionalLong cpu() {
    OptionalLong two = KernelFile.field(lines("", "cpu.stat"), "usage_usec");
    return two.isPresent()
        ? two
        : map(number("cpuacct", "cpuacct.usage"), n -> n / NANOS_PER_MICRO);
  }

  /** Microseconds in which it had work and was not let run. */
  OptionalLong throttled() {
    OptionalLong two = KernelFile.field(lines("", "cpu.stat"), "throttled_usec");
    return two.isPresent()
        ? two
        : map(
            KernelFile.field(lines("cpu", "cpu.stat"), "throttled_time"), n -> n / NANOS_PER_MICRO);
  }

  /** Bytes that are charged to it. */
  OptionalLong memory() {
    return or(number("", "memory.current"), number("memory", "memory.usage_in_bytes"));
  }

  /** The most bytes that were ever charged to it. */
  OptionalLong peak() {
    return or(number("", "memory.peak"), number("memory", "memory.max_usage_in_bytes"));
  }

  /** Bytes of files that the kernel would drop first. */
  OptionalLong inactiveFiles() {
    return or(
        KernelFile.field(lines("", "memory.stat"), "inactive_file"),
        KernelFile.field(lines("memory", "memory.stat"), "total_inactive_file"));
  }

  /** Processes that the kernel killed for want of memory; empty where it cannot be read. */
  public OptionalLong oomKills() {
    return or(
        KernelFile.field(lines("", "memory.events"), "oom_kill"),
        KernelFile.field(lines("memory", "memory.oom_control"), "oom_kill"));
  }

  /** Bytes from disks. */
  OptionalLong read() {
    return or(
        sum(lines("", "io.stat"), "rbytes="),
        sum(lines("blkio", "blkio.throttle.io_service_bytes"), "Read "));
  }

  /** Bytes to disks. */
  OptionalLong written() {
    return or(
        sum(lines("", "io.stat"), "wbytes="),
        sum(lines("blkio", "blkio.throttle.io_service_bytes"), "Write "));
  }

  /**
   * Microseconds in which something waited.
   *
   * @param what cpu, memory or io
   */
  OptionalLong pressure(String what) {
    return total(lines("", what + ".pressure"));
  }

  /** The same of the whole machine. */
  OptionalLong machinePressure(String what) {
    return total(KernelFile.lines(root.resolve("proc/pressure").resolve(what)));
  }

  /** How many processors it may use; empty without a limit. */
  OptionalDouble cpuLimit() {
    List<String> two = lines("", "cpu.max");
    String[] words = two.isEmpty() ? new String[0] : two.getFirst().split(" ");
    OptionalLong quota =
        words.length == 2 ? KernelFile.number(words[0]) : number("cpu", "cpu.cfs_quota_us");
    OptionalLong period =
        words.length == 2 ? KernelFile.number(words[1]) : number("cpu", "cpu.cfs_period_us");
    return quota.isPresent() && period.isPresent() && period.getAsLong() > 0
        ? OptionalDouble.of((double) quota.getAsLong() / period.getAsLong())
        : OptionalDouble.empty();
  }

  /** How many bytes it may use; empty without a limit. */
  OptionalLong memoryLimit() {
    OptionalLong limit = or(number("", "memory.max"), number("memory", "memory.limit_in_bytes"));
    return limit.isPresent() && limit.getAsLong() < NO_LIMIT ? limit : OptionalLong.empty();
  }

  private OptionalLong number(String controller, String name) {
    return file(controller, name).map(KernelFile::number).orElse(OptionalLong.empty());
  }

  private List<String> lines(String controller, String name) {
    return file(controller, name).map(KernelFile::lines).orElse(List.of());
  }

  private Optional<Path> file(String controller, String name) {
    return found.computeIfAbsent(
        controller + "/" + name,
        k ->
            folders(controller).stream()
                .map(f -> f.resolve(name))
                .filter(Files::isReadable)
                .findFirst());
  }

  /**
   * Where a controller's files may be. The path that the kernel names is that of the machine; in a
   * container its own group may be the root of what it sees.
   *
   * @param controller of version 1; empty: version 2
   */
  private List<Path> folders(String controller) {
    Path mount = root.resolve("sys/fs/cgroup");
    List<Path> folders = new ArrayList<>();
    for (String line : own) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        String path = parts[2].replaceFirst("^/+", "");
        if (controller.isEmpty() && parts[1].isEmpty()) {
          folders.addAll(List.of(mount.resolve(path), mount));
        } else if (!controller.isEmpty() && List.of(parts[1].split(",")).contains(controller)) {
          folders.add(mount.resolve(controller).resolve(path));
          folders.add(mount.resolve(controller));
        }
      }
    }
    return folders;
  }

  private static OptionalLong total(List<String> lines) {
    return sum(lines.stream().filter(l -> l.startsWith("some ")).toList(), "total=");
  }

  /** What is behind a word, added up over all lines; empty when no line has it. */
  private static OptionalLong sum(List<String> lines, String word) {
    long sum = 0;
    boolean any = false;
    for (String line : lines) {
      int at = line.indexOf(word);
      if (at >= 0) {
        String rest = line.substring(at + word.length());
        OptionalLong value = KernelFile.number(rest.split(" ", 2)[0]);
        any |= value.isPresent();
        sum += value.orElse(0);
      }
    }
    return any ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  private static OptionalLong or(OptionalLong first, OptionalLong second) {
    return first.isPresent() ? first : second;
  }

  private static OptionalLong map(OptionalLong value, LongUnaryOperator change) {
    return value.isPresent()
        ? OptionalLong.of(change.applyAsLong(value.getAsLong()))
        : OptionalLong.empty();
  }
}
