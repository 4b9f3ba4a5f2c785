package dev.tuneplan.pricing;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.CsvText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes price lists with the columns of {@code gpu-profiles/offers.csv}. */
public final class PriceFile {
  private static final List<String> COLUMNS =
      List.of(
          "provider",
          "region",
          "instance_type",
          "gpu_id",
          "gpu_count",
          "vcpus",
          "memory_gib",
          "local_disk",
          "network_gbps",
          "on_demand_usd_per_hour",
          "spot_usd_per_hour",
          "price_date",
          "source");

  private PriceFile() {}

  /** The lines of a file; none when there is no such file. */
  public static List<PriceRow> read(Path file) {
    return TextFile.optional(file).map(text -> parse(file.toString(), text)).orElse(List.of());
  }

  /** Reads text that came from {@code name}; every fault is thrown at once. */
  static List<PriceRow> parse(String name, String text) {
    CsvText csv = CsvText.read(name, text);
    List<String> missing = COLUMNS.stream().filter(c -> !csv.has(c)).toList();
    if (!missing.isEmpty()) {
      throw new InvalidInput(
          new Place(name, 1, 1),
          "",
          "is no price list: has no column " + String.join(", ", missing));
    }
    Problems problems = new Problems();
    List<PriceRow> rows = new ArrayList<>();
    csv.rows().forEach(r -> row(r, problems).ifPresent(rows::add));
    problems.throwIfAny();
    return List.copyOf(rows);
  }

  private static Optional<PriceRow> row(CsvText.Row r, Problems problems) {
    Numbers numbers = new Numbers(problems);
    for (String column : List.of("provider", "region", "instance_type", "gpu_id", "gpu_count")) {
      if (r.text(column).isEmpty()) {
        problems.add(r.place(column), column, "is required");
      }
    }
    Optional<BigDecimal> onDemand = price(r, "on_demand_usd_per_hour", problems);
    Optional<BigDecimal> spot = price(r, "spot_usd_per_hour", problems);
    int gpus = numbers.number(r, "gpu_count").map(BigDecimal::intValue).orElse(1);
    if (gpus < 1) {
      problems.add(r.place("gpu_count"), "gpu_count", "must be at least 1 (was " + gpus + ")");
      return Optional.empty();
    }
    return Optional.of(
        new PriceRow(
            r.text("provider").orElse(""),
            r.text("region").orElse(""),
            r.text("instance_type").orElse(""),
            r.text("gpu_id").orElse(""),
            gpus,
            new Machine(
                numbers.number(r, "vcpus"),
                numbers.number(r, "memory_gib"),
                numbers.number(r, "local_disk"),
                numbers.number(r, "network_gbps")),
            onDemand,
            spot,
            r.text("price_date").orElse(PriceRow.UNDATED),
            r.text("source").orElse("")));
  }

  private static Optional<BigDecimal> price(CsvText.Row r, String column, Problems problems) {
    Optional<BigDecimal> usd = new Numbers(problems).usd(r, column);
    if (usd.isPresent() && usd.get().signum() == 0) {
      problems.add(r.place(column), column, "must be above 0; leave it empty when it is unknown");
    }
    return usd.filter(u -> u.signum() > 0);
  }

  /** The lines as text, in the order given. */
  static String text(List<PriceRow> rows) {
    StringWriter out = new StringWriter();
    try (CsvWriter csv =
        CsvWriter.builder().lineDelimiter(de.siegmar.fastcsv.writer.LineDelimiter.LF).build(out)) {
      csv.writeRecord(COLUMNS);
      rows.forEach(r -> csv.writeRecord(fields(r)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static List<String> fields(PriceRow r) {
    return List.of(
        r.provider(),
        r.region(),
        r.instanceType(),
        r.gpuId(),
        Integer.toString(r.gpus()),
        plain(r.machine().vcpus()),
        plain(r.machine().memoryGiB()),
        plain(r.machine().localDiskGB()),
        plain(r.machine().networkGbps()),
        plain(r.onDemand()),
        plain(r.spot()),
        r.date().equals(PriceRow.UNDATED) ? "" : r.date(),
        r.source());
  }

  private static String plain(Optional<BigDecimal> number) {
    return number.map(n -> n.stripTrailingZeros().toPlainString()).orElse("");
  }

  /** Replaces a file as a whole: a reader sees the old lines or the new ones, never half. */
  public static void write(Path file, List<PriceRow> rows) throws IOException {
    Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = Optional.ofNullable(real.getParent()).orElseThrow();
    Files.createDirectories(folder);
    Path beside = folder.resolve(".offers." + ProcessHandle.current().pid() + ".new");
    try {
      Files.writeString(beside, text(rows));
      Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
