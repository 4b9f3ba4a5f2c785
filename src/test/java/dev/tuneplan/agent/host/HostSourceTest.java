package dev.tuneplan.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSourceTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path folder;
  private FakeKernel kernel = new FakeKernel(Path.of("."));

  @BeforeEach
  void bootAMachine() {
    kernel =
        new FakeKernel(folder)
            .file("proc/cpuinfo", "processor : 0\nmodel name\t: EPYC 9654 96-Core Processor")
            .file("proc/meminfo", "MemTotal:       1056000000 kB\nMemFree: 5 kB")
            .file("proc/sys/kernel/osrelease", "6.8.0")
            .file("proc/pressure/cpu", "some avg10=1.00 avg60=1.00 avg300=1.00 total=777")
            .file(
                "proc/net/dev",
                """
                Inter-|   Receive                            |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
                    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
                  eth0: 1000 1 0 0 0 0 0 0 200 1 0 0 0 0 0 0
                  eth1:50 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\
                """)
            .process(100, 1, 500, 20_000, 7, 7)
            .process(200, 100, 100, 256, 4096, 8192);
  }

  private HostSource host() {
    return new HostSource(kernel.root, 100, folder);
  }

  private void version2(String group) {
    kernel
        .file(
            group + "/cpu.stat",
            "usage_usec 5000000\n"
                + "user_usec 1\n"
                + "system_usec 2\n"
                + "nr_periods 9\n"
                + "nr_throttled 3\n"
                + "throttled_usec 1234")
        .file(group + "/memory.current", "" + 3000 * MIB)
        .file(group + "/memory.peak", "" + 3500 * MIB)
        .file(group + "/memory.stat", "anon 1\nfile 2\ninactive_file " + 1000 * MIB)
        .file(group + "/memory.events", "low 0\nhigh 0\nmax 7\noom 2\noom_kill 1\noom_group_kill 0")
        .file(group + "/memory.max", "" + 4096 * MIB)
        .file(group + "/cpu.max", "250000 100000")
        .file(
            group + "/io.stat",
            "8:16 rbytes=1000 wbytes=50 rios=1 wios=1 dbytes=0 dios=0\n"
                + "8:0 rbytes=500 wbytes=5 rios=1 wios=1 dbytes=0 dios=0")
        .file(
            group + "/cpu.pressure",
            "some avg10=0.00 avg60=0.00 avg300=0.00 total=11\n"
                + "full avg10=0.00 avg60=0.00 avg300=0.00 total=1")
        .file(
            group + "/memory.pressure",
            "some avg10=0.00 avg60=0.00 avg300=0.00 total=22\n"
                + "full avg10=0.00 avg60=0.00 avg300=0.00 total=2")
        .file(
            group + "/io.pressure",
            "some avg10=0.00 avg60=0.00 avg300=0.00 total=33\n"
                + "full avg10=0.00 avg60=0.00 avg300=0.00 total=3");
  }

  private static Map<Counter, Long> own() {
    Map<Counter, Long> own = new HashMap<>();
    own.put(Counter.TREE_CPU, 1_000_000L);
    own.put(Counter.TREE_READ, 4096L);
    own.put(Counter.TREE_WRITTEN, 8192L);
    own.put(Counter.RECEIVED, 1050L);
    own.put(Counter.SENT, 207L);
    return own;
  }

  @ParameterizedTest
  @CsvSource({
    // a container with a view of its own, a machine, a container that is told the machine's path
    "0::/, sys/fs/cgroup",
    "0::/user.slice/session-3.scope, sys/fs/cgroup/user.slice/session-3.scope",
    "0::/kubepods.slice/pod7/cri-1.scope, sys/fs/cgroup",
  })
  void readsACgroupOfVersion2(String said, String group) {
    kernel.file("proc/self/cgroup", said);
    version2(group);
    HostSource host = host();
    Device device = host.open().devices().getFirst();
    assertThat(device.name()).isEqualTo("EPYC 9654 96-Core Processor");
    assertThat(device.memoryBytes()).isEqualTo(OptionalLong.of(4096 * MIB));
    assertThat(device.facts())
        .containsEntry("cpuLimit", 2.5)
        .containsEntry("machineMemMiB", 1031250.0)
        .containsEntry("kernel", "6.8.0");
    assertThat(device.missing()).isEmpty();
    Reading reading = host.read().getFirst();
    Map<Counter, Long> expected = own();
    expected.put(Counter.CPU, 5_000_000L);
    expected.put(Counter.THROTTLED, 1234L);
    expected.put(Counter.READ, 1500L);
    expected.put(Counter.WRITTEN, 55L);
    expected.put(Counter.OOM_KILLS, 1L);
    expected.put(Counter.CPU_PRESSURE, 11L);
    expected.put(Counter.MEMORY_PRESSURE, 22L);
    expected.put(Counter.IO_PRESSURE, 33L);
    assertThat(reading.counters()).isEqualTo(expected);
    assertThat(reading.gauge(Gauge.MEMORY)).hasValue(3000);
    assertThat(reading.gauge(Gauge.WORKING_SET)).hasValue(2000);
    assertThat(reading.gauge(Gauge.MEMORY_PEAK)).hasValue(3500);
    assertThat(reading.gauge(Gauge.RESIDENT)).hasValue(1);
    assertThat(reading.gauge(Gauge.PROCESSES)).hasValue(1);
    assertThat(reading.gauge(Gauge.DISK_FREE).getAsDouble()).isPositive();
  }

  @Test
  void readsCgroupsOfVersion1() {
    kernel
        .file(
            "proc/self/cgroup",
            "9:name=systemd:/\n"
                + "7:blkio:/docker/7\n"
                + "4:memory:/docker/7\n"
                + "2:cpu,cpuacct:/docker/7\n"
                + "0::/")
        .file("sys/fs/cgroup/cpuacct/docker/7/cpuacct.usage", "5000000999")
        .file(
            "sys/fs/cgroup/cpu/docker/7/cpu.stat",
            "nr_periods 1\nnr_throttled 1\nthrottled_time 1234000")
        .file("sys/fs/cgroup/cpu/docker/7/cpu.cfs_quota_us", "-1")
        .file("sys/fs/cgroup/cpu/docker/7/cpu.cfs_period_us", "100000")
        .file("sys/fs/cgroup/memory/memory.usage_in_bytes", "" + 3000 * MIB)
        .file("sys/fs/cgroup/memory/memory.max_usage_in_bytes", "" + 3500 * MIB)
        .file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712")
        .file(
            "sys/fs/cgroup/memory/memory.stat",
            "inactive_file 5\ntotal_inactive_file " + 1000 * MIB)
        .file(
            "sys/fs/cgroup/memory/memory.oom_control",
            "oom_kill_disable 0\nunder_oom 0\noom_kill 1")
        .file(
            "sys/fs/cgroup/blkio/docker/7/blkio.throttle.io_service_bytes",
            "8:0 Read 1500\n8:0 Write 55\n8:0 Total 1555\nTotal 1555");
    HostSource host = host();
    Device device = host.open().devices().getFirst();
    assertThat(device.memoryBytes()).hasValue(1056000000L * 1024);
    assertThat(device.facts()).doesNotContainKey("cpuLimit");
    assertThat(device.missing()).containsExactly(Map.entry("pressure", "of the whole machine"));
    Reading reading = host.read().getFirst();
    Map<Counter, Long> expected = own();
    expected.put(Counter.CPU, 5_000_000L);
    expected.put(Counter.THROTTLED, 1234L);
    expected.put(Counter.READ, 1500L);
    expected.put(Counter.WRITTEN, 55L);
    expected.put(Counter.OOM_KILLS, 1L);
    expected.put(Counter.CPU_PRESSURE, 777L);
    assertThat(reading.counters()).isEqualTo(expected);
    assertThat(reading.gauge(Gauge.MEMORY)).hasValue(3000);
    assertThat(reading.gauge(Gauge.WORKING_SET)).hasValue(2000);
    assertThat(reading.gauge(Gauge.MEMORY_PEAK)).hasValue(3500);
  }

  @Test
  void saysWhatThisMachineDoesNotTell() {
    HostSource host = new HostSource(folder.resolve("nowhere"), 100, folder.resolve("nowhere"));
    assertThat(host.open().devices().getFirst().missing().keySet())
        .containsExactly("cpuS", "cpuStallS", "memMiB", "oomKills", "readBytes");
    Reading reading = host.read().getFirst();
    assertThat(reading.gauges().keySet()).containsExactly(Gauge.RESIDENT, Gauge.PROCESSES);
    assertThat(reading.counters().keySet()).containsExactly(Counter.TREE_CPU);
  }

  @ParameterizedTest
  @CsvSource({"max 100000", "garbage", "''"})
  void withoutALimitOfProcessorsThereIsNone(String text) {
    kernel.file("proc/self/cgroup", "0::/").file("sys/fs/cgroup/cpu.max", text);
    assertThat(host().open().devices().getFirst().facts()).doesNotContainKey("cpuLimit");
  }

  @Test
  void readsThisMachine() {
    HostSource host = new HostSource(ProcessHandle.current().pid(), folder);
    assertThat(host.open().devices().getFirst().memoryBytes().getAsLong()).isPositive();
    assertThat(host.read().getFirst().counters()).containsKey(Counter.TREE_CPU);
  }
}
