package dev.tuneplan.pricing;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.CsvText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of {@code gpu-profiles/withdrawn.csv}: a list price that old tables still carry.
 *
 * @param usdPerHour on demand, for the whole machine; compared to the cent
 * @param since when the provider withdrew it
 */
public record WithdrawnPrice(
    String provider, String instanceType, BigDecimal usdPerHour, String since) {

  boolean is(String otherProvider, ForeignRow row) {
    return provider.equals(otherProvider)
        && instanceType.equals(row.instanceType())
        && row.onDemand().filter(p -> cents(p).equals(cents(usdPerHour))).isPresent();
  }

  private static BigDecimal cents(BigDecimal usd) {
    return usd.setScale(2, RoundingMode.HALF_UP);
  }

  /** Reads a file; none when there is no such file. */
  public static List<WithdrawnPrice> read(Path file) {
    return TextFile.optional(file).map(text -> parse(file.toString(), text)).orElse(List.of());
  }

  private static List<WithdrawnPrice> parse(String file, String text) {
    CsvText csv = CsvText.read(file, text);
    Problems problems = new Problems();
    List<WithdrawnPrice> prices = new ArrayList<>();
    for (CsvText.Row r : csv.rows()) {
      Optional<BigDecimal> usd = new Numbers(problems).usd(r, "on_demand_usd_per_hour");
      if (usd.isEmpty()) {
        throw new InvalidInput(
            r.place("on_demand_usd_per_hour"), "on_demand_usd_per_hour", "is required");
      }
      prices.add(
          new WithdrawnPrice(
              r.text("provider").orElse(""),
              r.text("instance_type").orElse(""),
              usd.get(),
              r.text("since").orElse("unknown")));
    }
    problems.throwIfAny();
    return List.copyOf(prices);
  }
}
