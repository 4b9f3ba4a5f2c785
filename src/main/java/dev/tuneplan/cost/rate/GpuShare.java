package dev.tuneplan.cost.rate;

import dev.tuneplan.cost.facts.GpuRequest;
import dev.tuneplan.cost.facts.NodeGpus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a real GPU one requested device is: whole; one of the replicas of time-slicing and
 * MPS; a MIG slice by its memory slices, because memory is what nobody else can have; a percentage
 * of cores with HAMi.
 *
 * @param numerator ≥ 1
 * @param denominator ≥ numerator
 * @param why for the report
 */
public record GpuShare(int numerator, int denominator, String why) {
  /** A whole GPU. */
  public static final GpuShare WHOLE = new GpuShare(1, 1, "whole GPUs");

  private static final Pattern MIG = Pattern.compile("(?i)mig-([1-9])g\\.([0-9]{1,3})gb");
  private static final Pattern GIGABYTES = Pattern.compile("(?i)([0-9]{2,3})GB");
  private static final int SLICES = 8;

  /** Memory of products whose name does not say it, or says that of the CPU beside it; GB. */
  private static final List<Product> PRODUCTS =
      List.of(
          new Product("GH200-144G", 144),
          new Product("GH200", 96),
          new Product("H200", 141),
          new Product("B200", 180),
          new Product("B300", 269),
          new Product("H100-NVL", 94),
          new Product("H100-PCIe", 80),
          new Product("H20", 96),
          new Product("RTX-PRO-6000", 96),
          new Product("RTX-PRO-5000", 48),
          new Product("A30", 24));

  private record Product(String name, int memory) {}

  public GpuShare {
    if (numerator < 1 || denominator < numerator) {
      throw new IllegalArgumentException(
          "a share must be in (0, 1], was " + numerator + "/" + denominator);
    }
  }

  /**
   * Of what a pod asked for.
   *
   * @param gpus of its machine, when they are known
   */
  public static GpuShare of(GpuRequest request, Optional<NodeGpus> gpus) {
    GpuShare slice = mig(request.resource() + " " + gpus.map(NodeGpus::product).orElse(""));
    int replicas = gpus.map(NodeGpus::replicas).orElse(1);
    String shared =
        gpus.map(NodeGpus::sharing).filter(s -> !s.equals("none")).orElse("time-slicing");
    GpuShare parted =
        replicas > 1
            ? slice.times(1, replicas, shared + ", 1 of " + replicas + " replicas")
            : slice;
    return request.percent() < 100
        ? parted.times(request.percent(), 100, "HAMi, " + request.percent() + " % of the cores")
        : parted;
  }

  private GpuShare times(int by, int per, String how) {
    return new GpuShare(
        numerator * by, denominator * per, why.equals(WHOLE.why) ? how : why + "; " + how);
  }

  /** The first MIG profile in a text, or a whole GPU where there is none. */
  private static GpuShare mig(String resourceAndProduct) {
    Matcher m = MIG.matcher(resourceAndProduct);
    if (!m.find()) {
      return WHOLE;
    }
    int compute = Integer.parseInt(m.group(1));
    int memory = Integer.parseInt(m.group(2));
    int slices =
        total(resourceAndProduct)
            .map(total -> (int) Math.clamp(Math.round((double) SLICES * memory / total), 1, SLICES))
            .orElse(least(compute));
    return new GpuShare(
        slices, SLICES, "MIG " + m.group() + ", " + slices + " of " + SLICES + " memory slices");
  }

  /**
   * Memory of the whole GPU by its product's name; the same profile is a different share of an A100
   * of 40 GB and one of 80. (NVIDIA MIG user guide, supported profiles and GPUs, read 2026-11-25:
   * 141 GB of an H200 are eight slices of 18, and four slices of an A30 count as two each here.)
   */
  private static Optional<Integer> total(String text) {
    String product = MIG.matcher(text).replaceAll("");
    Optional<Integer> known =
        PRODUCTS.stream().filter(p -> product.contains(p.name)).map(Product::memory).findFirst();
    Matcher m = GIGABYTES.matcher(product);
    return known.or(() -> m.find() ? Optional.of(Integer.parseInt(m.group(1))) : Optional.empty());
  }

  /** The memory slices that a profile of so many compute slices has at least. */
  private static int least(int compute) {
    return compute <= 2 ? compute : compute <= 4 ? 4 : SLICES;
  }

  /** The share of so many devices, as a number of whole GPUs times {@link #denominator}. */
  public BigDecimal of(int devices) {
    return BigDecimal.valueOf((long) devices * numerator);
  }

  /** For dividing. */
  public BigDecimal per() {
    return BigDecimal.valueOf(denominator);
  }
}
