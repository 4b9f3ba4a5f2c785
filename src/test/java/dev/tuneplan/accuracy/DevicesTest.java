package dev.tuneplan.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which devices a row may mean. */
final class DevicesTest {
  private static final Devices DEVICES =
      new Devices(new GpuCatalogue(List.of(Path.of("gpu-profiles"))));

  private static List<String> named(Map<String, String> row) {
    return DEVICES.of(c -> row.getOrDefault(c, ""), Place.of("row")).stream()
        .map(GpuProfile::id)
        .toList();
  }

  @Test
  void anIdMeansItself() {
    assertThat(named(Map.of("gpu_id", "l40s", "gpu", "NVIDIA A100"))).containsExactly("l40s");
  }

  @Test
  void aModelsNameMeansAllOfIt() {
    assertThat(named(Map.of("gpu", "NVIDIA A100")))
        .hasSizeGreaterThan(1)
        .allMatch(id -> id.startsWith("a100"));
  }

  @Test
  void amountsInANameMeanNothing() {
    assertThat(named(Map.of("gpu", "NVIDIA H100 96GB HBM2e (500 W, 2.4 TB/s)")))
        .isNotEmpty()
        .allMatch(id -> id.startsWith("h100"));
  }

  @Test
  void memoryAloneMeansDevicesWithAsMuch() {
    assertThat(named(Map.of("gpu_mem_gb", "40"))).isNotEmpty().allMatch(id -> id.contains("40gb"));
  }

  @Test
  void nothingStatedIsAFault() {
    assertThatThrownBy(() -> named(Map.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("neither the GPU nor its memory is stated");
  }
}
