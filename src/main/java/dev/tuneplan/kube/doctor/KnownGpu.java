package dev.tuneplan.kube.doctor;

import java.util.List;

/**
 * A GPU profile, as far as clusters go.
 *
 * @param labels values of {@code nvidia.com/gpu.product}, or {@code key=value} of another label
 */
public record KnownGpu(String id, List<String> labels) {
  public KnownGpu {
    labels = List.copyOf(labels);
  }
}
