package dev.tuneplan.agent.record;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which process it is, told from any later one with the same number.
 *
 * @param start when it began: on Linux the boot's id and clock ticks since then, which no setting
 *     of the clock changes
 * @param host whose process it is
 */
public record ProcessMark(long pid, String start, String host) {

  /** No process: what this owns is nobody's any more. */
  public static final ProcessMark NOBODY = new ProcessMark(0, "nobody", machine());

  /** This process. */
  public static ProcessMark own() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  /** A process of this machine; empty when there is none (any more). */
  public static Optional<ProcessMark> of(long pid) {
    return start(pid).map(s -> new ProcessMark(pid, s, machine()));
  }

  /** As data of an event or a file. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new java.util.LinkedHashMap<>();
    tree.put("pid", pid);
    tree.put("start", start);
    tree.put("host", host);
    return tree;
  }

  /** The opposite of {@link #tree}. */
  public static Optional<ProcessMark> parse(Object tree) {
    return tree instanceof Map<?, ?> m
            && m.get("pid") instanceof Number pid
            && m.get("start") instanceof String start
            && m.get("host") instanceof String host
        ? Optional.of(new ProcessMark(pid.longValue(), start, host))
        : Optional.empty();
  }

  /** Whether it is of this machine. */
  public boolean here() {
    return host.equals(machine());
  }

  /** Whether it runs; of another machine's processes that is not known, and taken for true. */
  public boolean alive() {
    return !here() || start(pid).filter(start::equals).isPresent();
  }

  private static Optional<String> start(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      if (Files.isDirectory(Path.of("/proc/self"))) {
        String line = Files.readString(stat, java.nio.charset.StandardCharsets.ISO_8859_1);
        // proc(5): the name in brackets may hold anything; behind it come state (3) ... start (22)
        String[] rest = line.substring(line.lastIndexOf(')') + 2).split(" ");
        boolean gone = rest[0].equals("Z") || rest[0].equals("X");
        return gone ? Optional.empty() : Optional.of(boot() + ":" + rest[19]);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(p -> p.info().startInstant())
        .map(Object::toString);
  }

  private static String boot() throws IOException {
    Path id = Path.of("/proc/sys/kernel/random/boot_id");
    return Files.isReadable(id) ? Files.readString(id).strip() : "";
  }

  private static String machine() {
    try {
      Path name = Path.of("/proc/sys/kernel/hostname");
      return Files.isReadable(name)
          ? Files.readString(name).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    } catch (IOException e) {
      return "localhost";
    }
  }
}
