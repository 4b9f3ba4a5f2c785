package dev.tuneplan.pricing;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.CsvText;
import java.util.List;
import java.util.Locale;

/** Public formats of price catalogues. */
public enum PriceFormat {
  /** skypilot-catalog's {@code vms.csv} of one cloud, and its {@code pricing.csv} for Slurm. */
  SKYPILOT(List.of("AcceleratorName"), List.of("Price", "PricePerAccelerator")),
  /** gpuhunt's CSV of one provider, out of its {@code catalog.zip}. */
  GPUHUNT(List.of("instance_name", "location", "price", "gpu_count", "gpu_name"), List.of()),
  /** OpenCost's custom pricing, as CSV or as JSON. */
  OPENCOST(List.of("AssetClass", "InstanceID", "MarketPriceHourly"), List.of());

  private final List<String> columns;
  private final List<String> either;

  PriceFormat(List<String> columns, List<String> either) {
    this.columns = columns;
    this.either = either;
  }

  /** What the files are called. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private boolean hasColumns(CsvText csv) {
    return columns.stream().allMatch(csv::has)
        && (either.isEmpty() || either.stream().anyMatch(csv::has));
  }

  /** Whether a text is a mapping, as OpenCost's JSON is, and no CSV. */
  static boolean mapping(String name, String text) {
    String low = name.toLowerCase(Locale.ROOT);
    return text.stripLeading().startsWith("{")
        || low.endsWith(".json")
        || low.endsWith(".yaml")
        || low.endsWith(".yml");
  }

  /** The format of a CSV file, by its columns. */
  static PriceFormat of(CsvText csv) {
    Place top = new Place(csv.name(), 1, 1);
    for (PriceFormat format : values()) {
      if (format.hasColumns(csv)) {
        return format;
      }
    }
    if (csv.has("GPU") && csv.has("MemoryGB")) {
      throw new InvalidInput(
          top, "", "holds memory sizes, no prices (and some of them are wrong); give a vms.csv");
    }
    throw new InvalidInput(
        top,
        "",
        "is no price catalogue that is known: its columns are "
            + String.join(", ", csv.header().stream().limit(8).toList())
            + "; known are skypilot (InstanceType, AcceleratorName, Price, ...), gpuhunt"
            + " (instance_name, gpu_name, price, ...) and opencost (InstanceID, AssetClass,"
            + " MarketPriceHourly, ...)");
  }

  /** Stops when a CSV file is not of this format. */
  void require(CsvText csv) {
    if (hasColumns(csv)) {
      return;
    }
    PriceFormat looks = of(csv);
    throw new InvalidInput(
        new Place(csv.name(), 1, 1),
        "",
        "is no %s file but looks like %s; use --format %s"
            .formatted(word(), looks.word(), looks.word()));
  }
}
