package dev.tuneplan.cost.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.cost.facts.GpuRequest;
import dev.tuneplan.cost.facts.NodeGpus;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuShareTest {
  /** Fractions of memory of NVIDIA's MIG user guide, supported profiles, read 2026-11-25. */
  @ParameterizedTest
  @CsvSource({
    "nvidia.com/gpu, NVIDIA-H100-80GB-HBM3, 1, 1",
    "amd.com/gpu, AMD-Instinct-MI300X, 1, 1",
    "nvidia.com/mig-1g.5gb, NVIDIA-A100-SXM4-40GB, 1, 8",
    "nvidia.com/mig-1g.10gb, NVIDIA-A100-SXM4-40GB, 2, 8",
    "nvidia.com/mig-1g.10gb, NVIDIA-A100-SXM4-80GB, 1, 8",
    "nvidia.com/mig-2g.20gb, NVIDIA-A100-SXM4-80GB, 2, 8",
    "nvidia.com/mig-3g.20gb, NVIDIA-A100-SXM4-40GB, 4, 8",
    "nvidia.com/mig-3g.40gb, NVIDIA-H100-80GB-HBM3, 4, 8",
    "nvidia.com/mig-4g.40gb, NVIDIA-H100-80GB-HBM3, 4, 8",
    "nvidia.com/mig-7g.80gb, NVIDIA-H100-80GB-HBM3, 8, 8",
    "nvidia.com/mig-1g.24gb, NVIDIA-H100-NVL, 2, 8",
    "nvidia.com/mig-1g.18gb, NVIDIA-H200, 1, 8",
    "nvidia.com/mig-1g.35gb, NVIDIA-H200, 2, 8",
    "nvidia.com/mig-3g.71gb, NVIDIA-H200, 4, 8",
    "nvidia.com/mig-1g.23gb, NVIDIA-B200, 1, 8",
    "nvidia.com/mig-3g.90gb, NVIDIA-B200, 4, 8",
    "nvidia.com/mig-1g.34gb, NVIDIA-B300-SXM6-AC, 1, 8",
    "nvidia.com/mig-1g.12gb, NVIDIA-GH200-480GB, 1, 8",
    "nvidia.com/mig-1g.6gb, NVIDIA-A30, 2, 8",
    "nvidia.com/mig-2g.12gb, NVIDIA-A30, 4, 8",
    "nvidia.com/mig-1g.24gb, NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition, 2, 8",
    "nvidia.com/mig-1g.10gb.me, NVIDIA-A100-SXM4-80GB, 1, 8",
    "nvidia.com/gpu, NVIDIA-A100-SXM4-80GB-MIG-3g.40gb, 4, 8",
    "nvidia.com/mig-2g.99gb, unheard-of, 2, 8",
  })
  void slicesAreSharesOfMemory(String resource, String product, int slices, int of) {
    GpuShare share =
        GpuShare.of(
            new GpuRequest(resource, 1, 100), Optional.of(new NodeGpus(product, 1, "none")));
    assertThat(share.numerator()).isEqualTo(slices);
    assertThat(share.denominator()).isEqualTo(of);
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia.com/gpu, NVIDIA-A10-SHARED, 4, time-slicing, 100, 1, 4",
    "nvidia.com/gpu.shared, NVIDIA-A10, 10, mps, 100, 1, 10",
    "nvidia.com/mig-1g.10gb, NVIDIA-A100-SXM4-80GB, 3, time-slicing, 100, 1, 24",
    "nvidia.com/gpu, NVIDIA-A10, 1, none, 30, 30, 100",
  })
  void sharesMultiply(
      String resource, String product, int replicas, String how, int percent, int part, int of) {
    GpuShare share =
        GpuShare.of(
            new GpuRequest(resource, 1, percent),
            Optional.of(new NodeGpus(product, replicas, how)));
    assertThat(share.numerator()).isEqualTo(part);
    assertThat(share.denominator()).isEqualTo(of);
    assertThat(share.why()).contains(percent < 100 ? "HAMi" : how);
  }
}
