package dev.tuneplan.pricing;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The offers of some CSV files. A GPU without an offer is unpriced, never free. */
public record PriceBook(List<Offer> offers) {
  public PriceBook {
    offers = List.copyOf(offers);
  }

  /** Reads files with the columns of {@code gpu-profiles/offers.csv}; absent files are skipped. */
  public static PriceBook read(List<Path> files) {
    List<Offer> offers = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        continue;
      }
      try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
        for (NamedCsvRecord row : csv) {
          price(row, "on_demand_usd_per_hour").ifPresent(p -> offers.add(offer(row, p, false)));
          price(row, "spot_usd_per_hour").ifPresent(p -> offers.add(offer(row, p, true)));
        }
      } catch (IOException | RuntimeException e) {
        throw new InvalidInput(
            Place.of(file.toString()), "", "is no price list: " + e.getMessage());
      }
    }
    return new PriceBook(offers);
  }

  private static Optional<BigDecimal> price(NamedCsvRecord row, String column) {
    String text = row.getField(column);
    return text.isBlank() ? Optional.empty() : Optional.of(new BigDecimal(text.strip()));
  }

  private static Offer offer(NamedCsvRecord row, BigDecimal usd, boolean spot) {
    String date = row.getField("price_date");
    return new Offer(
        row.getField("provider"),
        row.getField("region"),
        row.getField("instance_type"),
        row.getField("gpu_id"),
        (int) Double.parseDouble(row.getField("gpu_count")),
        spot,
        usd,
        date.isBlank() ? "undated" : date,
        row.getField("source"));
  }
}
