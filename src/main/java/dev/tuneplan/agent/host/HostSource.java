package dev.tuneplan.agent.host;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.KernelFile;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import dev.tuneplan.agent.record.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The machine or container: its cgroup, the tree of processes below one, the network, and the room
 * where a run's files are. Linux alone; elsewhere it is a device of which nothing can be read. Used
 * by one thread.
 */
public final class HostSource implements Source {
  private static final double MIB = 1 << 20;
  private static final int SELDOM = 10;

  private final Path root;
  private final Path disk;
  private final Group group;
  private final ProcessTree tree;
  private long reading;

  /**
   * Of this machine.
   *
   * @param pid whose descendants are looked at
   * @param disk a folder where it must have room
   */
  public HostSource(long pid, Path disk) {
    this(Path.of("/"), pid, disk);
  }

  /** Of what is below a folder that has /proc and /sys. */
  HostSource(Path root, long pid, Path disk) {
    this.root = root;
    this.disk = disk;
    this.group = new Group(root);
    this.tree = new ProcessTree(root.resolve("proc"), pid);
  }

  @Override
  public Inventory open() {
    OptionalLong machine =
        KernelFile.field(KernelFile.lines(root.resolve("proc/meminfo")), "MemTotal");
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("cpus", (long) Runtime.getRuntime().availableProcessors());
    group.cpuLimit().ifPresent(v -> facts.put("cpuLimit", v));
    machine.ifPresent(v -> facts.put("machineMemMiB", v / 1024.0));
    KernelFile.text(root.resolve("proc/sys/kernel/osrelease"))
        .ifPresent(v -> facts.put("kernel", v.strip()));
    OptionalLong limit = group.memoryLimit();
    return new Inventory(
        List.of(
            new Device(
                Device.HOST,
                processor(),
                Device.Kind.HOST,
                Optional.empty(),
                limit.isPresent() || machine.isEmpty()
                    ? limit
                    : OptionalLong.of(machine.getAsLong() * 1024),
                facts,
                missing())),
        "");
  }

  private String processor() {
    return KernelFile.lines(root.resolve("proc/cpuinfo")).stream()
        .filter(l -> l.startsWith("model name"))
        .map(l -> l.substring(l.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch", "unknown"));
  }

  private Map<String, String> missing() {
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    group(counters);
    Map<String, String> missing = new TreeMap<>();
    for (Counter counter :
        List.of(Counter.CPU, Counter.READ, Counter.CPU_PRESSURE, Counter.OOM_KILLS)) {
      if (!counters.containsKey(counter)) {
        missing.put(counter.key(), "not told by this cgroup");
      }
    }
    if (group.memory().isEmpty()) {
      missing.put(Gauge.MEMORY.key(), "not told by this cgroup");
    }
    if (group.pressure("cpu").isEmpty() && counters.containsKey(Counter.CPU_PRESSURE)) {
      missing.put("pressure", "of the whole machine");
    }
    return missing;
  }

  @Override
  public List<Reading> read() {
    Moment at = Moment.now();
    Map<Gauge, Double> gauges = new EnumMap<>(Gauge.class);
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    memory(gauges);
    group(counters);
    network(counters);
    ProcessTree.Now now = tree.look();
    gauges.put(Gauge.PROCESSES, (double) now.processes());
    gauges.put(Gauge.RESIDENT, now.residentBytes() / MIB);
    counters.put(Counter.TREE_CPU, now.cpuMicros());
    now.readBytes().ifPresent(v -> counters.put(Counter.TREE_READ, v));
    now.writtenBytes().ifPresent(v -> counters.put(Counter.TREE_WRITTEN, v));
    if (reading++ % SELDOM == 0) {
      room(gauges);
    }
    return List.of(new Reading(Device.HOST, at, gauges, counters, List.of()));
  }

  private void memory(Map<Gauge, Double> gauges) {
    OptionalLong memory = group.memory();
    OptionalLong files = group.inactiveFiles();
    memory.ifPresent(v -> gauges.put(Gauge.MEMORY, v / MIB));
    if (memory.isPresent() && files.isPresent()) {
      gauges.put(Gauge.WORKING_SET, Math.max(0, memory.getAsLong() - files.getAsLong()) / MIB);
    }
    group.peak().ifPresent(v -> gauges.put(Gauge.MEMORY_PEAK, v / MIB));
  }

  private void group(Map<Counter, Long> counters) {
    group.cpu().ifPresent(v -> counters.put(Counter.CPU, v));
    group.throttled().ifPresent(v -> counters.put(Counter.THROTTLED, v));
    group.read().ifPresent(v -> counters.put(Counter.READ, v));
    group.written().ifPresent(v -> counters.put(Counter.WRITTEN, v));
    group.oomKills().ifPresent(v -> counters.put(Counter.OOM_KILLS, v));
    pressure("cpu").ifPresent(v -> counters.put(Counter.CPU_PRESSURE, v));
    pressure("memory").ifPresent(v -> counters.put(Counter.MEMORY_PRESSURE, v));
    pressure("io").ifPresent(v -> counters.put(Counter.IO_PRESSURE, v));
  }

  private OptionalLong pressure(String what) {
    OptionalLong own = group.pressure(what);
    return own.isPresent() ? own : group.machinePressure(what);
  }

  private void network(Map<Counter, Long> counters) {
    long received = 0;
    long sent = 0;
    boolean any = false;
    for (String line : KernelFile.lines(root.resolve("proc/net/dev"))) {
      int colon = line.indexOf(':');
      String[] words = line.substring(colon + 1).strip().split("\\s+");
      if (colon >= 0 && words.length > 8 && !line.substring(0, colon).strip().equals("lo")) {
        received += KernelFile.number(words[0]).orElse(0);
        sent += KernelFile.number(words[8]).orElse(0);
        any = true;
      }
    }
    if (any) {
      counters.put(Counter.RECEIVED, received);
      counters.put(Counter.SENT, sent);
    }
  }

  private void room(Map<Gauge, Double> gauges) {
    try {
      gauges.put(Gauge.DISK_FREE, Files.getFileStore(disk).getUsableSpace() / MIB);
    } catch (IOException e) {
      gauges.remove(Gauge.DISK_FREE);
    }
  }
}
