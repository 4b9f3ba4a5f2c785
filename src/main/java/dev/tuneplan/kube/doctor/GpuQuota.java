package dev.tuneplan.kube.doctor;

import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;

/**
 * How many GPUs a ResourceQuota lets pods ask for.
 *
 * @param name of the quota
 * @param resource such as {@code nvidia.com/gpu}
 * @param used by pods that are there
 * @param hard at most
 */
record GpuQuota(String name, String resource, long used, long hard) {
  private static final String ASKED = "requests.";

  static List<GpuQuota> of(List<KubeObject> quotas) {
    List<GpuQuota> found = new ArrayList<>();
    for (KubeObject quota : quotas) {
      for (String resource : GpuNode.RESOURCES) {
        quota
            .text("spec", "hard", ASKED + resource)
            .ifPresent(hard ->
                found.add(
                    new GpuQuota(
                        quota.name(),
                        resource,
                        Quantity.whole(quota.text("status", "used", ASKED + resource).orElse("0")),
                        Quantity.whole(hard))));
      }
    }
    return found;
  }

  long left() {
    return Math.max(0, hard - used);
  }

  String sentence() {
    return used + " of " + hard + " " + resource + " used (" + name + ")";
  }
}
