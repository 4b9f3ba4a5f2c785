package dev.tuneplan.agent.amd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files as amdgpu makes them. */
class AmdSourceTest {
  @TempDir private Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private void card(int number) throws IOException {
    String device = "sys/class/drm/card" + number + "/device/";
    file(device + "vendor", "0x1002");
    file(device + "device", "0x74a1");
    file(device + "unique_id", "9f1b2c3d4e5f607" + number);
    file(device + "product_name", "AMD Instinct MI300X OAM");
    file(device + "gpu_busy_percent", "96");
    file(device + "mem_busy_percent", "33");
    file(device + "mem_info_vram_total", "206141652992");
    file(device + "mem_info_vram_used", "104857600000");
    file(device + "hwmon/hwmon" + number + "/power1_average", "612000000");
    file(device + "hwmon/hwmon" + number + "/freq1_input", "2100000000");
    file(device + "hwmon/hwmon" + number + "/temp1_input", "51000");
    file(device + "drm/renderD" + (128 + number) + "/dev", "226:128");
  }

  private void given(int number) throws IOException {
    file("dev/dri/renderD" + (128 + number), "");
  }

  @Test
  void readsWhatTheDriverSays() throws IOException {
    card(0);
    given(0);
    AmdSource source = new AmdSource(root);
    assertThat(source.open().devices())
        .containsExactly(
            new Device(
                "AMD-9f1b2c3d4e5f6070",
                "AMD Instinct MI300X OAM",
                Device.Kind.GPU,
                Optional.empty(),
                OptionalLong.of(206141652992L),
                Map.of(),
                Map.of("energyJ", "not told by the driver")));
    Reading reading = source.read().getFirst();
    assertThat(reading.gauges())
        .isEqualTo(
            Map.of(
                Gauge.BUSY, 96.0,
                Gauge.MEMORY_BUSY, 33.0,
                Gauge.MEMORY, 100000.0,
                Gauge.POWER, 612.0,
                Gauge.CLOCK, 2100.0,
                Gauge.TEMPERATURE, 51.0));
    assertThat(reading.counters()).isEmpty();
  }

  @Test
  void countsTheGpusThatAContainerWasGivenAlone() throws IOException {
    card(0);
    card(1);
    given(1);
    file("sys/class/drm/card1-DP-1/status", "disconnected");
    assertThat(new AmdSource(root).open().devices())
        .extracting(Device::id)
        .containsExactly("AMD-9f1b2c3d4e5f6071");
  }

  @Test
  void saysThatTheGpusAreNotForIt() throws IOException {
    card(0);
    assertThat(new AmdSource(root).open())
        .isEqualTo(
            new Source.Inventory(
                List.of(), "this machine has AMD GPUs, but none of them is given to this process"));
  }

  @Test
  void takesNoOtherMakersGpu() throws IOException {
    card(0);
    given(0);
    file("sys/class/drm/card0/device/vendor", "0x10de");
    assertThat(new AmdSource(root).open()).isEqualTo(new Source.Inventory(List.of(), ""));
    assertThat(new AmdSource(root.resolve("nowhere")).open().devices()).isEmpty();
  }

  @Test
  void whatIsNotThereIsMissing() throws IOException {
    String device = "sys/class/drm/card0/device/";
    file(device + "vendor", "0x1002");
    file(device + "device", "0x15bf");
    file(device + "uevent", "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:c4:00.0");
    file(device + "mem_info_vram_used", "garbage");
    file(device + "hwmon/hwmon3/power1_input", "15000000");
    file(device + "hwmon/hwmon3/energy1_input", "7000500");
    file(device + "drm/renderD128/dev", "226:128");
    given(0);
    AmdSource source = new AmdSource(root);
    Device found = source.open().devices().getFirst();
    assertThat(found.id()).isEqualTo("AMD-0000:c4:00.0");
    assertThat(found.name()).isEqualTo("AMD GPU 0x15bf");
    assertThat(found.memoryBytes()).isEmpty();
    assertThat(found.missing().keySet()).containsExactly("busy", "memMiB", "smMHz");
    Reading reading = source.read().getFirst();
    assertThat(reading.gauges()).isEqualTo(Map.of(Gauge.POWER, 15.0));
    assertThat(reading.counters()).isEqualTo(Map.of(Counter.ENERGY, 7000L));
  }
}
