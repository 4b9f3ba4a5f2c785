package dev.tuneplan.gpu;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a GPU's file says beyond what estimates use; empty means unknown.
 *
 * @param vendor such as {@code nvidia}
 * @param formFactor such as {@code SXM5} or {@code PCIe}
 * @param computeCapability the vendor's name of the instruction set
 * @param tdpWatts board power, W
 * @param peakTflops dense peak by number format, TFLOP/s (TOP/s for int8); formats that the device
 *     lacks are left out
 * @param linkGBps NVLink or the like, both directions together, GB/s
 * @param pcieGeneration of the slot
 * @param efficiencyGrade how sure the efficiencies are: C published, D assumed
 * @param efficiencySource where the efficiencies are from
 * @param notes what else is to be known
 */
public record GpuSheet(
    Optional<String> vendor,
    Optional<String> formFactor,
    Optional<String> computeCapability,
    OptionalDouble tdpWatts,
    Map<String, Double> peakTflops,
    OptionalDouble linkGBps,
    OptionalDouble pcieGeneration,
    Optional<String> efficiencyGrade,
    Optional<String> efficiencySource,
    Optional<String> notes) {
  private static final List<String> FORMATS =
      List.of("fp32", "tf32", "bf16", "fp16", "fp8", "int8", "fp4");

  public GpuSheet {
    peakTflops = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(peakTflops));
  }

  /** Reads a file whose faults {@link GpuProfile} has reported already. */
  static GpuSheet read(Node root) {
    Fields f = Fields.of(root, new Problems());
    Map<String, Double> peak = new LinkedHashMap<>();
    f.child("peakTflops")
        .ifPresent(p ->
            FORMATS.forEach(
                format -> p.number(format, 0.001, 1e6).ifPresent(rate -> peak.put(format, rate))));
    Optional<Fields> links = f.child("links");
    Optional<Fields> efficiency = f.child("efficiency");
    return new GpuSheet(
        f.text("vendor"),
        f.text("formFactor"),
        f.text("computeCapability"),
        f.number("tdpWatts", 1, 1e5),
        peak,
        links.map(l -> l.number("nvlinkGBps", 0.001, 1e6)).orElse(OptionalDouble.empty()),
        links.map(l -> l.number("pcieGeneration", 1, 10)).orElse(OptionalDouble.empty()),
        efficiency.flatMap(e -> e.text("grade")),
        efficiency.flatMap(e -> e.text("source")),
        f.text("notes"));
  }
}
