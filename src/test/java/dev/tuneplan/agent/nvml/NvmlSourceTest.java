package dev.tuneplan.agent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvmlSourceTest {
  private static final String[] BUSY = {
    "gpus 1",
    "clock 10",
    "gpu 0 name NVIDIA H100 80GB HBM3",
    "gpu 0 total 81559",
    "gpu 0 reserved 551",
    "gpu 0 used 0:70000",
    "gpu 0 power 0:100000 4:650500",
    "gpu 0 util 0:97",
    "gpu 0 memutil 0:41",
    "gpu 0 clock 0:1755",
    "gpu 0 temp 0:66",
    "gpu 0 reasons 0:36",
    "gpu 0 ecc 0:3"
  };

  @TempDir private Path folder;

  private static String[] with(String[] lines, String... more) {
    String[] all = java.util.Arrays.copyOf(lines, lines.length + more.length);
    System.arraycopy(more, 0, all, lines.length, more.length);
    return all;
  }

  @Test
  void readsEverythingThatAGpuSays() {
    NvmlSource source = new FakeNvml(folder).plays(BUSY).source();
    Source.Inventory inventory = source.open();
    assertThat(inventory.says()).isEmpty();
    assertThat(inventory.devices())
        .containsExactly(
            new Device(
                "GPU-00000000-stub",
                "NVIDIA H100 80GB HBM3",
                Device.Kind.GPU,
                Optional.empty(),
                OptionalLong.of(81559L << 20),
                java.util.Map.of("driver", "580.95.05", "powerLimitW", 700.0),
                java.util.Map.of("smActive", "not supported")));
    Reading reading = source.read().getFirst();
    assertThat(reading.device()).isEqualTo("GPU-00000000-stub");
    assertThat(reading.gauges())
        .containsOnly(
            java.util.Map.entry(Gauge.BUSY, 97.0),
            java.util.Map.entry(Gauge.MEMORY_BUSY, 41.0),
            java.util.Map.entry(Gauge.MEMORY, 70000.0),
            java.util.Map.entry(Gauge.RESERVED, 551.0),
            java.util.Map.entry(Gauge.POWER, 650.5),
            java.util.Map.entry(Gauge.CLOCK, 1755.0),
            java.util.Map.entry(Gauge.TEMPERATURE, 66.0));
    assertThat(reading.counters())
        .containsOnly(
            java.util.Map.entry(Counter.ENERGY, 1_000_000_000L + 4 * 100_000 + 6 * 650_500),
            java.util.Map.entry(Counter.ECC_CORRECTED, 3L),
            java.util.Map.entry(Counter.ECC_UNCORRECTED, 3L));
    assertThat(reading.signs()).containsExactly("power cap", "thermal slowdown");
  }

  @Test
  void asksForWhatHardlyChangesEveryTenthTime() {
    NvmlSource source = new FakeNvml(folder).plays(BUSY).source();
    source.open();
    List<Boolean> asked =
        java.util.stream.IntStream.range(0, 11)
            .mapToObj(i -> source.read().getFirst().counter(Counter.ECC_CORRECTED).isPresent())
            .toList();
    assertThat(asked.indexOf(false)).isEqualTo(1);
    assertThat(asked.lastIndexOf(true)).isEqualTo(10);
    assertThat(asked.stream().filter(a -> a)).hasSize(2);
  }

  @Test
  void anAbsentLibraryIsAnInventoryWithoutGpus() {
    NvmlSource source = new NvmlSource(List.of("libnvidia-ml-that-is-not-there.so.1"));
    assertThat(source.open())
        .isEqualTo(
            new Source.Inventory(
                List.of(), "no NVIDIA driver here (no libnvidia-ml-that-is-not-there.so.1)"));
    assertThat(source.read()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "fail init 9, NVML does not begin: the driver is not loaded",
    "fail init 18, NVML does not begin: library and driver are of different versions",
    "gpus 0, NVML sees no GPU"
  })
  void aDriverWithoutGpusSaysWhy(String line, String says) {
    NvmlSource source = new FakeNvml(folder).plays(line).source();
    assertThat(source.open()).isEqualTo(new Source.Inventory(List.of(), says));
    assertThat(source.read()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gpu 0 fails energy 3, energyJ, not supported",
    "gpu 0 fails power 15, powerW, the GPU is lost",
    "gpu 0 fails util 999, busy, error 999",
    "gpu 0 fails used 4, memMiB, no permission",
    "gpu 0 fails ecc 3, eccCorrected, not supported",
    "gpu 0 fails reasons 3, clockReasons, not supported",
    "missing nvmlDeviceGetTotalEnergyConsumption, energyJ, not in this version of the library",
    "missing nvmlDeviceGetUtilizationRates, busy, not in this version of the library",
    "missing nvmlDeviceGetMemoryInfo_v2, reservedMiB, counted as used",
    "missing nvmlGpmQueryDeviceSupport, smActive, not in this version of the library"
  })
  void whatAGpuDoesNotSayIsMissingAndTheRestIsThere(String line, String key, String why) {
    NvmlSource source = new FakeNvml(folder).plays(with(BUSY, line)).source();
    assertThat(source.open().devices().getFirst().missing()).containsEntry(key, why);
    Reading reading = source.read().getFirst();
    assertThat(reading.gauges().keySet().stream().map(Gauge::key)).doesNotContain(key);
    assertThat(reading.counters().keySet().stream().map(Counter::key)).doesNotContain(key);
    assertThat(reading.gauges().size() + reading.counters().size()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void anOlderLibraryTellsMemoryAndClocksByItsOldFunctions() {
    NvmlSource source =
        new FakeNvml(folder)
            .plays(
                with(
                    BUSY,
                    "missing nvmlDeviceGetMemoryInfo_v2",
                    "missing nvmlDeviceGetCurrentClocksEventReasons"))
            .source();
    source.open();
    Reading reading = source.read().getFirst();
    assertThat(reading.gauge(Gauge.MEMORY)).hasValue(70551);
    assertThat(reading.signs()).containsExactly("power cap", "thermal slowdown");
  }

  @Test
  void aSlicedGpuIsReadWholeAndBySlices() {
    NvmlSource source =
        new FakeNvml(folder).plays(with(BUSY, "gpu 0 slices 2", "gpu 0 sm 0:80")).source();
    List<Device> devices = source.open().devices();
    assertThat(devices)
        .extracting(Device::kind)
        .containsExactly(Device.Kind.GPU, Device.Kind.MIG, Device.Kind.MIG);
    assertThat(devices.get(2).parent()).contains(devices.get(0).id());
    assertThat(devices.get(1).memoryBytes()).hasValue((81559L << 20) / 2);
    assertThat(devices.get(0).missing()).containsEntry("busy", "not supported");
    List<Reading> readings = source.read();
    assertThat(readings.get(0).counters()).containsKey(Counter.ENERGY);
    assertThat(readings.get(1).gauge(Gauge.MEMORY)).hasValue(35000);
    assertThat(readings.get(1).counters()).isEmpty();
    assertThat(readings.get(1).gauges()).doesNotContainKey(Gauge.POWER);
  }

  @Test
  void seesHowBusyTheMultiprocessorsWereBetweenTwoReadings() throws InterruptedException {
    String[] profile = with(BUSY, "gpu 0 sm 0:0 20:80", "gpu 0 tensor 0:30", "gpu 0 dram 0:0");
    FakeNvml fake = new FakeNvml(folder).plays(profile);
    NvmlSource source = fake.source();
    source.open();
    source.read();
    // NVML's own counters are renewed every 100 ms
    long began = System.nanoTime();
    fake.plays(with(profile, "clock 30"));
    while (System.nanoTime() - began < 120_000_000) {
      Thread.onSpinWait();
    }
    Reading reading = source.read().getFirst();
    assertThat(reading.gauge(Gauge.SM_ACTIVE).getAsDouble()).isCloseTo(40, within(1e-9));
    assertThat(reading.gauge(Gauge.TENSOR_ACTIVE).getAsDouble()).isCloseTo(30, within(1e-9));
    assertThat(reading.gauge(Gauge.DRAM_ACTIVE)).hasValue(0);
    assertThat(reading.gauges()).doesNotContainKey(Gauge.OCCUPANCY);
  }

  @Test
  void asksOnceForWhatItMayNotSee() {
    NvmlSource source =
        new FakeNvml(folder).plays(with(BUSY, "gpu 0 sm 0:80", "gpu 0 fails sm 4")).source();
    assertThat(source.open().devices().getFirst().missing())
        .containsEntry("smActive", "no permission");
    assertThat(source.read().getFirst().gauges()).doesNotContainKey(Gauge.SM_ACTIVE);
  }

  @Test
  void tellsEveryErrorOfTheDriverOnce() {
    FakeNvml fake = new FakeNvml(folder).plays(with(BUSY, "gpu 0 reasons 0:0"));
    NvmlSource source = fake.source();
    source.open();
    assertThat(source.read().getFirst().signs()).isEmpty();
    fake.plays(with(BUSY, "gpu 0 reasons 0:0", "gpu 0 xid 79"));
    assertThat(source.read().getFirst().signs()).containsExactly("xid 79");
    assertThat(source.read().getFirst().signs()).isEmpty();
  }

  @Test
  void findsGpusAgainThatWereGoneForAWhile() {
    FakeNvml fake = new FakeNvml(folder).plays(BUSY);
    NvmlSource source = fake.source();
    source.open();
    String[] gone =
        java.util.stream.Stream.of(
                "power", "util", "used", "clock", "temp", "reasons", "ecc", "energy")
            .map(f -> "gpu 0 fails " + f + " 15")
            .toArray(String[]::new);
    fake.plays(with(BUSY, gone));
    for (int i = 0; i < 25; i++) {
      assertThat(source.read()).allMatch(Reading::empty);
    }
    fake.plays(with(BUSY, "gpu 0 reload 8"));
    assertThat(source.read().getFirst().counter(Counter.ENERGY)).hasValue(2 * 650_500);
  }
}
