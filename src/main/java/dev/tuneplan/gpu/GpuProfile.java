package dev.tuneplan.gpu;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Optional;

/**
 * What one accelerator can do; rates are dense, as training meets them.
 *
 * @param id the profile's id and file name
 * @param name the name that the vendor uses
 * @param architecture such as {@code ampere}
 * @param nominalGiB memory on the label
 * @param usableGiB memory that a process can allocate, GiB
 * @param bandwidth memory bandwidth, bytes per second
 * @param flops16 16-bit matrix rate with 32-bit accumulation, FLOP/s
 * @param flops32 rate of 32-bit matrix products without TF32, as PyTorch runs them unless asked
 *     (torch.backends.cuda.matmul.allow_tf32), FLOP/s
 * @param flops8 FP8 matrix rate, FLOP/s; equal to {@code flops16} where there is none
 * @param bf16 whether it computes in bfloat16
 * @param link bytes per second between two devices of a node, both directions
 * @param fastLink whether that is NVLink or the like, not PCIe
 * @param matmulEfficiency share of the 16-bit rate that large products in training reach
 * @param attentionEfficiency share of the 16-bit rate that flash attention reaches, both ways
 *     together
 * @param bandwidthEfficiency share of the bandwidth that element-wise kernels reach
 * @param productLabels values of the node label {@code nvidia.com/gpu.product}
 * @param source where the figures are from
 */
public record GpuProfile(
    String id,
    String name,
    String architecture,
    double nominalGiB,
    double usableGiB,
    double bandwidth,
    double flops16,
    double flops32,
    double flops8,
    boolean bf16,
    double link,
    boolean fastLink,
    double matmulEfficiency,
    double attentionEfficiency,
    double bandwidthEfficiency,
    List<String> productLabels,
    String source) {

  /** The same device with other shares of its rates, each in (0, 1]. */
  public GpuProfile withEfficiency(double matmul, double attention, double traffic) {
    return new GpuProfile(
        id,
        name,
        architecture,
        nominalGiB,
        usableGiB,
        bandwidth,
        flops16,
        flops32,
        flops8,
        bf16,
        link,
        fastLink,
        matmul,
        attention,
        traffic,
        productLabels,
        source);
  }

  /** Reads a profile; faults go to {@code problems} and are thrown together. */
  static GpuProfile read(Node root) {
    Problems problems = new Problems();
    Fields f = Fields.of(root, problems);
    f.requiredText("apiVersion");
    f.word("kind", List.of("GpuProfile"));
    String id = f.requiredText("id");
    String name = f.requiredText("name");
    f.text("vendor");
    String architecture = f.text("architecture").orElse("unknown");
    f.text("formFactor");
    f.number("tdpWatts", 1, 1e5);
    f.text("computeCapability");
    f.text("notes");
    String source = f.requiredText("source");
    boolean bf16 = f.flag("bf16").orElse(true);
    Optional<Fields> memory = required(f, "memory", problems);
    double nominal = memory.map(m -> positive(m, "nominalGiB", 1e5)).orElse(1.0);
    double usable = memory.map(m -> m.number("usableGiB", 0.1, 1e5).orElse(nominal)).orElse(1.0);
    double bandwidth = memory.map(m -> positive(m, "bandwidthGBps", 1e6)).orElse(1.0) * 1e9;
    memory.ifPresent(Fields::refuseOthers);
    Optional<Fields> peak = required(f, "peakTflops", problems);
    double fp32 = peak.map(p -> p.number("fp32", 0, 1e6).orElse(0)).orElse(1.0);
    double fp16 = peak.map(p -> p.number("fp16", 0, 1e6).orElse(fp32)).orElse(1.0);
    double half = peak.map(p -> p.number("bf16", 0, 1e6).orElse(fp16)).orElse(1.0);
    double fp8 = peak.map(p -> p.number("fp8", 0, 1e6).orElse(half)).orElse(1.0);
    peak.ifPresent(p -> {
      p.number("fp4", 0, 1e6);
      p.number("int8", 0, 1e6);
      p.number("tf32", 0, 1e6);
      p.refuseOthers();
    });
    Optional<Fields> links = f.child("links");
    double nvlink = links.map(l -> l.number("nvlinkGBps", 0, 1e6).orElse(0)).orElse(0.0);
    double generation = links.map(l -> l.number("pcieGeneration", 0, 10).orElse(4)).orElse(4.0);
    links.ifPresent(Fields::refuseOthers);
    Optional<Fields> efficiency = f.child("efficiency");
    double matmul = efficiency.map(e -> e.number("matmul", 0.01, 1).orElse(0.55)).orElse(0.55);
    double attention =
        efficiency.map(e -> e.number("attention", 0.01, 1).orElse(0.55 * matmul)).orElse(0.3);
    double traffic = efficiency.map(e -> e.number("bandwidth", 0.01, 1).orElse(0.8)).orElse(0.8);
    efficiency.ifPresent(e -> {
      e.number("published", 0.01, 1); // where `make fit` starts from
      e.text("grade");
      e.text("source");
      e.refuseOthers();
    });
    List<String> labels =
        f.child("kubernetes")
            .map(k -> {
              List<String> l = k.texts("productLabels");
              k.refuseOthers();
              return l;
            })
            .orElse(List.of());
    f.refuseOthers();
    problems.throwIfAny();
    // One direction of an x16 slot moves about 1 GB/s per lane at generation 3, twice that at each
    // later one; peer copies through the host reach about three quarters.
    double pcie = 16e9 * Math.pow(2, generation - 3) * 0.75;
    boolean fast = nvlink > 0;
    return new GpuProfile(
        id,
        name,
        architecture,
        nominal,
        usable,
        bandwidth,
        Math.max(half, 1) * 1e12,
        Math.max(fp32, 1) * 1e12,
        Math.max(fp8, half) * 1e12,
        bf16,
        fast ? nvlink * 1e9 / 2 : pcie,
        fast,
        matmul,
        attention,
        traffic,
        labels,
        source);
  }

  private static Optional<Fields> required(Fields f, String key, Problems problems) {
    Optional<Fields> child = f.child(key);
    if (child.isEmpty() && !f.has(key)) {
      problems.add(f.place(), key, "is required");
    }
    return child;
  }

  private static double positive(Fields f, String key, double most) {
    if (!f.has(key)) {
      f.fault(key, "is required");
    }
    return f.number(key, 0.001, most).orElse(1);
  }
}
