package dev.tuneplan.pricing;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.CsvText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads gpuhunt's CSV: one row for each machine, region and kind (spot or not), prices for the
 * whole machine, memory and disk in GB.
 */
final class GpuhuntCatalogue {
  private final Problems problems = new Problems();
  private final Numbers numbers = new Numbers(problems);
  private final List<Remark> remarks = new ArrayList<>();
  private final String provider;

  private GpuhuntCatalogue(String provider) {
    this.provider = provider;
  }

  /** Reads all rows; every fault is thrown at once. */
  static Catalogue read(CsvText csv, String provider) {
    GpuhuntCatalogue reader = new GpuhuntCatalogue(provider);
    List<ForeignRow> rows = new ArrayList<>();
    csv.rows().forEach(r -> reader.row(r).ifPresent(rows::add));
    reader.problems.throwIfAny();
    return new Catalogue(PriceFormat.GPUHUNT, provider, rows, reader.remarks, csv.rows().size());
  }

  /** gpuhunt names GCP's zones, such as us-central1-a, where it names regions of others. */
  private String region(String location) {
    return provider.equals("gcp") ? location.replaceFirst("-[a-z]$", "") : location;
  }

  private Optional<ForeignRow> row(CsvText.Row r) {
    Optional<BigDecimal> price = numbers.usd(r, "price");
    String kind = r.text("spot").orElse("False").toLowerCase(Locale.ROOT);
    if (!kind.equals("true") && !kind.equals("false")) {
      problems.add(r.place("spot"), "spot", "must be True or False (was '" + kind + "')");
    }
    boolean spot = kind.equals("true");
    Optional<BigDecimal> memory = numbers.number(r, "gpu_memory");
    String vendor = r.text("gpu_vendor").orElse("");
    ForeignRow row =
        new ForeignRow(
            r.place("instance_name"),
            region(r.text("location").orElse("")),
            r.text("location").orElse(""),
            r.text("instance_name").orElse(""),
            new ForeignRow.ForeignGpu(
                r.text("gpu_name").orElse(""),
                vendor.equals("google") ? "tpu" : "",
                numbers.number(r, "gpu_count"),
                memory
                    .filter(m -> m.signum() > 0)
                    .map(m -> OptionalDouble.of(m.doubleValue()))
                    .orElse(OptionalDouble.empty())),
            new Machine(
                numbers.number(r, "cpu"),
                numbers.number(r, "memory"),
                numbers.number(r, "disk_size"),
                Optional.empty()),
            spot ? Optional.empty() : price,
            spot ? price : Optional.empty());
    // Such rows are prices of reservations or of whole clusters, not of a machine by the hour.
    Optional<String> flag =
        r.text("flags").filter(f -> f.contains("dws-calendar") || f.contains("cluster"));
    flag.ifPresent(f -> remarks.add(Remark.of(row, Reason.RESERVED, f)));
    return flag.isPresent() ? Optional.empty() : Optional.of(row);
  }
}
