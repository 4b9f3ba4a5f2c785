package dev.tuneplan.agent.host;

import dev.tuneplan.agent.reading.KernelFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What /proc/PID/stat says of a process (proc_pid_stat(5)).
 *
 * @param start clock ticks from the machine's start to the process's
 * @param cpu ticks of its own, user and system
 * @param reapedCpu ticks of descendants that ended and were waited for
 * @param reapedFaults page faults of these, which every process has: they grow with each that ends
 * @param pages of memory that are resident
 */
record ProcessLine(
    long pid, long parent, long start, long cpu, long reapedCpu, long reapedFaults, long pages) {
  /** Empty when there is no such process. */
  static Optional<ProcessLine> read(Path proc, long pid) {
    return KernelFile.text(proc.resolve(Long.toString(pid)).resolve("stat"))
        .flatMap(text -> parse(pid, text));
  }

  private static Optional<ProcessLine> parse(long pid, String text) {
    // the name in brackets may hold anything
    int name = text.lastIndexOf(')');
    if (name < 0 || name + 2 > text.length()) {
      return Optional.empty();
    }
    String[] rest = text.substring(name + 2).strip().split(" ");
    try {
      return rest.length < 22
          ? Optional.empty()
          : Optional.of(
              new ProcessLine(
                  pid,
                  Long.parseLong(rest[1]),
                  Long.parseLong(rest[19]),
                  Long.parseLong(rest[11]) + Long.parseLong(rest[12]),
                  Long.parseLong(rest[13]) + Long.parseLong(rest[14]),
                  Long.parseLong(rest[8]) + Long.parseLong(rest[10]),
                  Long.parseLong(rest[21])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean same(ProcessLine other) {
    return pid == other.pid && start == other.start;
  }
}
