package dev.tuneplan.pricing;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.CsvText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads skypilot-catalog's {@code vms.csv}: prices are for the whole machine; {@code GpuInfo} is a
 * Python or JSON mapping, or a bare name, whose memory differs in unit and meaning by cloud.
 */
final class SkyPilotCatalogue {
  private static final Pattern SIZE =
      Pattern.compile("['\"]sizeinmib['\"]\\s*:\\s*([0-9.]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile("['\"]name['\"]\\s*:\\s*['\"]([^'\"]*)['\"]", Pattern.CASE_INSENSITIVE);
  private static final Pattern SLICE =
      Pattern.compile("['\"]gpupartitionsize['\"]\\s*:\\s*0?\\.", Pattern.CASE_INSENSITIVE);

  private final String provider;
  private final Problems problems = new Problems();
  private final Numbers numbers = new Numbers(problems);

  private SkyPilotCatalogue(String provider) {
    this.provider = provider;
  }

  /** Reads all rows; every fault is thrown at once. */
  static Catalogue read(CsvText csv, String provider) {
    SkyPilotCatalogue reader = new SkyPilotCatalogue(provider);
    List<ForeignRow> rows = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    boolean alone = csv.has("PricePerAccelerator");
    for (CsvText.Row r : csv.rows()) {
      ForeignRow row = alone ? reader.accelerator(r) : reader.machine(r);
      rows.add(row);
      if (alone && !row.gpu().none()) {
        remarks.add(Remark.of(row, Reason.HOST_APART, ""));
      }
    }
    reader.problems.throwIfAny();
    return new Catalogue(PriceFormat.SKYPILOT, provider, rows, remarks, rows.size());
  }

  private ForeignRow machine(CsvText.Row r) {
    Optional<BigDecimal> count = numbers.number(r, "AcceleratorCount");
    return new ForeignRow(
        r.place("InstanceType"),
        tidy(r.text("Region").orElse("")),
        r.text("AvailabilityZone").orElse(""),
        r.text("InstanceType").orElse(""),
        gpu(r, count),
        new Machine(
            numbers.number(r, "vCPUs"), numbers.number(r, "MemoryGiB"), disks(r), Optional.empty()),
        numbers.usd(r, "Price"),
        numbers.usd(r, "SpotPrice"));
  }

  private ForeignRow.ForeignGpu gpu(CsvText.Row r, Optional<BigDecimal> count) {
    String info = r.text("GpuInfo").orElse("");
    Matcher name = NAME.matcher(info);
    // A bare name, as of Paperspace and of TPUs, is the whole hint.
    String hint = name.find() ? name.group(1) : info.startsWith("{") ? "" : info;
    if (SLICE.matcher(info).find()) {
      hint += " MIG";
    }
    return new ForeignRow.ForeignGpu(
        r.text("AcceleratorName").orElse(""), hint, count, memory(info, count));
  }

  /**
   * GiB of one GPU. RunPod writes GB where MiB are named, Nebius writes 0, and Vast the sum of all
   * GPUs of the machine.
   */
  private OptionalDouble memory(String info, Optional<BigDecimal> count) {
    Matcher size = SIZE.matcher(info);
    if (!size.find()) {
      return OptionalDouble.empty();
    }
    double value;
    try {
      value = Double.parseDouble(size.group(1));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
    double gib = value < 1024 ? value : value / 1024;
    double gpus = count.map(BigDecimal::doubleValue).filter(c -> c >= 1).orElse(1.0);
    return value == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(provider.equals("vast") ? gib / gpus : gib);
  }

  private Optional<BigDecimal> disks(CsvText.Row r) {
    Optional<BigDecimal> each = numbers.number(r, "LocalDiskSize");
    Optional<BigDecimal> count = numbers.number(r, "LocalDiskCount");
    return each.flatMap(e -> count.map(e::multiply)).map(d -> d.setScale(0, RoundingMode.HALF_UP));
  }

  /** Vast leaves parts of a place empty: {@code ", CA, NA"}. */
  private static String tidy(String region) {
    return region.replaceFirst("^[\\s,]+", "");
  }

  /** A row of Slurm prices: processors, memory and GPUs apart. */
  private ForeignRow accelerator(CsvText.Row r) {
    String name = r.text("AcceleratorName").orElse("");
    return new ForeignRow(
        r.place("Region"),
        r.text("Region").orElse(""),
        r.text("Zone").orElse(""),
        name.isEmpty() ? "" : name + " (per GPU)",
        new ForeignRow.ForeignGpu(name, "", Optional.of(BigDecimal.ONE), OptionalDouble.empty()),
        Machine.UNKNOWN,
        numbers.usd(r, "PricePerAccelerator"),
        Optional.empty());
  }
}
