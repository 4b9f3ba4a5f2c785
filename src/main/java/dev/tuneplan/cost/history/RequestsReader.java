package dev.tuneplan.cost.history;

import dev.tuneplan.cost.facts.GpuRequest;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.files.PlainTree;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pod reserves: its containers with the sidecars that run beside them, or an init container
 * where that asks for more (Kubernetes 1.34, component-helpers v0.34.4, resource/helpers.go).
 */
final class RequestsReader {
  private static final String CORES = "nvidia.com/gpucores";

  private RequestsReader() {}

  /** Of a pod's spec. */
  static Requests of(PlainTree spec) {
    List<PlainTree> inits = spec.items("initContainers");
    List<PlainTree> together =
        Stream.concat(
                spec.items("containers").stream(), inits.stream().filter(RequestsReader::sidecar))
            .toList();
    return new Requests(
        gpus(together),
        most(together, inits, "cpu", Quantity::of),
        most(together, inits, "memory", Quantity::gib),
        most(together, inits, "ephemeral-storage", Quantity::gib));
  }

  private static boolean sidecar(PlainTree container) {
    return container.text("restartPolicy").filter("Always"::equals).isPresent();
  }

  /** Reads one amount. */
  private interface Unit {
    Optional<BigDecimal> of(String text);
  }

  private static BigDecimal most(
      List<PlainTree> together, List<PlainTree> inits, String key, Unit unit) {
    BigDecimal sum =
        together.stream().map(c -> one(c, key, unit)).reduce(BigDecimal.ZERO, BigDecimal::add);
    return inits.stream().map(c -> one(c, key, unit)).reduce(sum, BigDecimal::max);
  }

  /** A limit without a request is the request too. */
  private static BigDecimal one(PlainTree container, String key, Unit unit) {
    return container
        .text("resources", "requests", key)
        .or(() -> container.text("resources", "limits", key))
        .flatMap(unit::of)
        .filter(v -> v.signum() > 0)
        .orElse(BigDecimal.ZERO);
  }

  private static GpuRequest gpus(List<PlainTree> containers) {
    Map<String, Integer> found = new HashMap<>();
    int percent = 100;
    for (PlainTree container : containers) {
      // GPUs cannot be requested without the same limit
      Map<String, String> limits = container.texts("resources", "limits");
      limits.forEach((key, value) -> {
        if (gpu(key) && value.matches("[1-9][0-9]{0,5}")) {
          found.merge(key, Integer.parseInt(value), Integer::sum);
        }
      });
      String cores = limits.getOrDefault(CORES, "100");
      percent =
          cores.matches("[1-9][0-9]?|100") ? Math.min(percent, Integer.parseInt(cores)) : percent;
    }
    int share = percent;
    return found.entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(e -> new GpuRequest(e.getKey(), e.getValue(), share))
        .orElse(GpuRequest.NONE);
  }

  /** Whether a resource is a GPU, or a part of one. */
  static boolean gpu(String resource) {
    return resource.endsWith("/gpu")
        || resource.endsWith("/gpu.shared")
        || resource.startsWith("nvidia.com/mig-")
        || resource.equals("habana.ai/gaudi")
        || resource.startsWith("gpu.intel.com/");
  }
}
