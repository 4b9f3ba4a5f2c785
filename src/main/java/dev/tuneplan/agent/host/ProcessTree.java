package dev.tuneplan.agent.host;

import dev.tuneplan.agent.reading.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a process's descendants use together, without the process itself. One that was a descendant
 * once stays one when its parent ends. What ends between two looks is counted by its parent, to
 * whom the kernel adds it when it is waited for; what nobody in the tree waited for keeps what it
 * had at the last look. Used by one thread.
 */
final class ProcessTree {
  /** Numbers come again at last, so strangers are looked at again now and then. */
  private static final int STRANGE_FOR = 30;

  private final Path proc;
  private final long root;
  private final Units units;

  private final Set<Long> strangers = new HashSet<>();
  private Map<Long, Member> members = new HashMap<>();
  private Use lost = new Use(0, 0, 0);
  private Use ofRoot = new Use(0, 0, 0);
  private Use most = new Use(0, 0, 0);
  private OptionalLong rootFaults = OptionalLong.empty();
  private Use rootBefore = new Use(0, 0, 0);
  private boolean waitedBefore;
  private int looks;

  /** Whether this kernel counts what processes read and write, and lets it be seen. */
  private boolean told;

  /** Of a process below a /proc. */
  ProcessTree(Path proc, long root) {
    this.proc = proc;
    this.root = root;
    this.units = Units.of(proc);
  }

  /**
   * What they use now.
   *
   * @param residentBytes memory; what they share counts for each
   * @param cpuMicros microseconds of processor time, as the next two in all
   * @param readBytes empty, as the next, where the kernel does not tell
   */
  record Now(
      long processes,
      long residentBytes,
      long cpuMicros,
      OptionalLong readBytes,
      OptionalLong writtenBytes) {}

  /** Ticks and bytes. */
  private record Use(long cpu, long read, long written) {
    Use plus(Use other) {
      return new Use(cpu + other.cpu, read + other.read, written + other.written);
    }

    Use minus(Use other) {
      return new Use(cpu - other.cpu, read - other.read, written - other.written);
    }

    /** Counters never fall, whatever is missed. */
    Use max(Use other) {
      return new Use(
          Math.max(cpu, other.cpu), Math.max(read, other.read), Math.max(written, other.written));
    }
  }

  /** With all that it used, and those that it waited for. */
  private record Member(ProcessLine line, Use use) {}

  /** Looks at all of them. */
  Now look() {
    if (looks++ % STRANGE_FOR == 0) {
      strangers.clear();
    }
    // before the others: one that ends in between is missed for a moment, not counted twice for
    // good
    root();
    Map<Long, Member> now = find(lines());
    leave(now);
    members = now;
    Use sum = lost.plus(ofRoot);
    long pages = 0;
    for (Member member : members.values()) {
      sum = sum.plus(member.use);
      pages += member.line.pages();
    }
    most = most.max(sum);
    return new Now(
        members.size(),
        pages * units.pageBytes(),
        most.cpu * 1_000_000 / units.ticksPerSecond(),
        told ? OptionalLong.of(most.read) : OptionalLong.empty(),
        told ? OptionalLong.of(most.written) : OptionalLong.empty());
  }

  /** Every process that may be one, by number. */
  private Map<Long, ProcessLine> lines() {
    Map<Long, ProcessLine> lines = new HashMap<>();
    Set<Long> there = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path one : all) {
        OptionalLong pid = KernelFile.number(one.getFileName().toString());
        if (pid.isPresent()) {
          there.add(pid.getAsLong());
          if (!strangers.contains(pid.getAsLong())) {
            ProcessLine.read(proc, pid.getAsLong()).ifPresent(l -> lines.put(l.pid(), l));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return lines;
    }
    strangers.retainAll(there);
    return lines;
  }

  private Map<Long, Member> find(Map<Long, ProcessLine> lines) {
    Map<Long, Member> found = new HashMap<>();
    for (ProcessLine line : lines.values()) {
      if (ours(line, lines)) {
        found.put(line.pid(), member(line));
      } else if (line.pid() != root) {
        strangers.add(line.pid());
      }
    }
    return found;
  }

  private boolean ours(ProcessLine line, Map<Long, ProcessLine> lines) {
    Optional<ProcessLine> at = Optional.of(line);
    // a chain of parents has an end; numbers that are used again could close it
    for (int i = 0; i <= lines.size() && at.isPresent(); i++) {
      ProcessLine one = at.get();
      Member before = members.get(one.pid());
      if ((before != null && before.line.same(one)) || one.parent() == root) {
        return one.pid() != root;
      }
      at = one.pid() == root ? Optional.empty() : Optional.ofNullable(lines.get(one.parent()));
    }
    return false;
  }

  private Member member(ProcessLine line) {
    Use io = io(line.pid());
    Use use = new Use(line.cpu() + line.reapedCpu(), io.read, io.written);
    Member before = members.get(line.pid());
    // of one that ended and was not waited for yet nobody may read what it read and wrote
    return new Member(line, before == null || !before.line.same(line) ? use : use.max(before.use));
  }

  private Use io(long pid) {
    List<String> lines = KernelFile.lines(proc.resolve(Long.toString(pid)).resolve("io"));
    told |= !lines.isEmpty();
    return new Use(
        0,
        KernelFile.field(lines, "read_bytes").orElse(0),
        KernelFile.field(lines, "write_bytes").orElse(0));
  }

  /** Keeps what those had who are gone and had nobody in the tree to wait for them. */
  private void leave(Map<Long, Member> now) {
    for (Member before : members.values()) {
      Member same = now.get(before.line.pid());
      boolean gone = same == null || !same.line.same(before.line);
      long parent = before.line.parent();
      if (gone && parent != root && !members.containsKey(parent)) {
        lost = lost.plus(before.use);
      }
    }
  }

  /**
   * What the root waited for. Of what it reads and writes itself nothing counts, but what it did
   * while it waited for one: the kernel adds the child's to its own. That comes a moment before the
   * faults or after them, so the look after counts, too.
   */
  private void root() {
    Use io = io(root);
    ProcessLine.read(proc, root)
        .ifPresent(line -> {
          Use use = new Use(line.reapedCpu(), io.read, io.written);
          boolean first = rootFaults.isEmpty();
          boolean waited = !first && line.reapedFaults() > rootFaults.getAsLong();
          if (waited || waitedBefore) {
            ofRoot = ofRoot.plus(use.minus(rootBefore));
          }
          waitedBefore = waited;
          rootFaults = OptionalLong.of(line.reapedFaults());
          rootBefore = use;
        });
  }
}
