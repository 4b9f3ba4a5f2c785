package dev.tuneplan.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.nvml.FakeNvml;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Source;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.sample.Measurement.Measured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real processes, which use what is known. */
@Timeout(120)
class MeasurementTest {
  private static final Source NOTHING =
      new Source() {
        @Override
        public Inventory open() {
          return new Inventory(List.of(), "no GPU");
        }

        @Override
        public List<dev.tuneplan.agent.reading.Reading> read() {
          return List.of();
        }
      };

  @TempDir private Path folder;

  private Measured python(Source gpus, String code) throws Exception {
    Measurement measurement = Measurement.begin(Meters.host(folder), gpus);
    Moment begun = Moment.now();
    return measurement.follow(
        new ProcessBuilder("python3", "-c", code, folder.toString()).inheritIO().start(), begun);
  }

  @Test
  void memoryOfTheWholeTreeIsSeen() throws Exception {
    Measured measured =
        python(
            NOTHING,
            """
            import subprocess, sys, time
            child = "x = b'1' * (150 << 20); import time; time.sleep(1)"
            procs = [subprocess.Popen([sys.executable, "-c", child]) for _ in range(2)]
            sys.exit(sum(p.wait() for p in procs) + 7)
            """);
    assertThat(measured.exit()).isEqualTo(7);
    assertThat(measured.wallSeconds()).isBetween(1.0, 60.0);
    assertThat(measured.host(Gauge.RESIDENT).orElseThrow().max()).isBetween(300.0, 450.0);
    assertThat(measured.host(Gauge.PROCESSES).orElseThrow().max()).isGreaterThanOrEqualTo(3);
    assertThat(measured.devices()).extracting(Device::id).containsExactly(Device.HOST);
    assertThat(measured.notes()).containsExactly("no GPU");
  }

  @Test
  void processorTimeOfWhatEndedLongAgoCounts() throws Exception {
    Measured measured =
        python(
            NOTHING,
            """
            import os, sys, time
            burn = "import time\\nwhile time.process_time() < 0.3: pass"
            spent = 0
            for _ in range(3):
                pid = os.spawnlp(os.P_NOWAIT, sys.executable, sys.executable, "-c", burn)
                _, _, usage = os.wait4(pid, 0)
                spent += usage.ru_utime + usage.ru_stime
            own = os.times()
            open(sys.argv[1] + "/spent", "w").write(str(spent + own.user + own.system))
            """);
    double spent = Double.parseDouble(Files.readString(folder.resolve("spent")));
    assertThat(measured.host(Counter.TREE_CPU).getAsLong() / 1e6)
        .isBetween(spent - 0.1, spent + 0.2);
  }

  @Test
  void whatItGaveToTheDiskCounts() throws Exception {
    Measured measured =
        python(
            NOTHING,
            """
            import os, sys
            with open(sys.argv[1] + "/file", "wb") as f:
                f.write(os.urandom(20 << 20)); f.flush(); os.fsync(f.fileno())
            with open("/proc/self/io") as f:
                said = [l for l in f if l.startswith("write_bytes")][0].split()[1]
            open(sys.argv[1] + "/said", "w").write(said)
            """);
    long said = Long.parseLong(Files.readString(folder.resolve("said")));
    assertThat(measured.host(Counter.TREE_WRITTEN).getAsLong()).isBetween(said, said + (1L << 20));
  }

  @Test
  void gpusAreReadBesideIt() throws Exception {
    FakeNvml fake =
        new FakeNvml(folder)
            .plays("gpus 2", "gpu * power 0:400000", "gpu * util 0:75", "gpu 1 used 0:30000");
    Measured measured = python(fake.source(), "import time; time.sleep(1)");
    assertThat(measured.devices()).hasSize(3);
    String second = measured.devices().get(1).id();
    assertThat(measured.totals().gauge(second, Gauge.BUSY).orElseThrow().mean()).isEqualTo(75);
    assertThat(measured.totals().gauge(second, Gauge.BUSY).orElseThrow().count()).isGreaterThan(2);
    assertThat(measured.notes()).isEmpty();
  }

  @Test
  void theKillOfACommandIsItsExitCode() throws Exception {
    assertThat(python(NOTHING, "import os; os.kill(os.getpid(), 9)").exit()).isEqualTo(137);
  }
}
