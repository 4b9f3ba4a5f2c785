package dev.tuneplan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.PythonJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds rows to the definitions of the specification in src/test/resources/focus. */
final class FocusRules {
  private static final String NUMBER = "-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?";
  private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";

  /** "Units SHOULD be ... singular-unit-plural-time-units"; attributes/unit_format.md. */
  private static final Set<String> UNITS = Set.of("GPU-Hours", "Core-Hours", "GiB-Hours", "Units");

  private record Column(
      String level, String type, boolean nulls, String range, Set<String> allowed) {}

  private final Map<String, Column> columns = new LinkedHashMap<>();

  FocusRules() throws IOException {
    for (String line : Files.readAllLines(Path.of("src/test/resources/focus/columns-1.2.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (!line.startsWith("#") && !cells[0].equals("column")) {
        columns.put(
            cells[0],
            new Column(
                cells[1],
                cells[2],
                cells[3].equals("true"),
                cells[5],
                cells[6].isEmpty() ? Set.of() : Set.of(cells[6].split(";"))));
      }
    }
    assertThat(columns).hasSize(57);
  }

  void header(List<String> header) {
    assertThat(header).doesNotHaveDuplicates();
    assertThat(header).allMatch(c -> columns.containsKey(c) || c.matches("x_[A-Za-z]+"));
    List<String> asked =
        columns.entrySet().stream()
            .filter(e -> e.getValue().level.equals("Mandatory"))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(header).containsAll(asked);
  }

  void row(Map<String, String> row) {
    row.forEach((name, value) -> {
      if (columns.get(name) instanceof Column column) {
        cell(name, column, value, row);
      }
    });
    product(row, "ListUnitPrice", "PricingQuantity", "ListCost");
    product(row, "ContractedUnitPrice", "PricingQuantity", "ContractedCost");
    periods(row);
    // a price has one parent; what has no SKU has no meter and no price
    assertThat(row.get("SkuPriceId")).startsWith(row.get("SkuId"));
    assertThat(row.get("ResourceName").isEmpty()).isEqualTo(row.get("ResourceId").isEmpty());
    assertThat(row.get("SkuMeter")).isNotEmpty();
    // required of usage
    for (String name :
        List.of("PricingCategory", "PricingQuantity", "ListUnitPrice", "ConsumedQuantity")) {
      assertThat(row.get(name)).as(name).isNotEmpty();
    }
  }

  private void cell(String name, Column column, String value, Map<String, String> row) {
    if (value.isEmpty()) {
      assertThat(column.nulls).as("%s must not be null", name).isTrue();
      return;
    }
    assertThat(value).as(name).isEqualTo(value.strip()).isNotEqualToIgnoringCase("not applicable");
    switch (column.type) {
      case "Decimal" -> {
        assertThat(value).as(name).matches(NUMBER);
        if (column.range.contains("non-negative")) {
          assertThat(new BigDecimal(value)).as(name).isNotNegative();
        }
      }
      case "Date/Time" -> assertThat(value).as(name).matches(TIME);
      case "JSON" -> {
        assertThat(PythonJson.read(value)).as(name).isInstanceOf(Map.class);
        ((Map<?, ?>) PythonJson.read(value))
            .values()
            .forEach(v -> assertThat(v).isNotInstanceOfAny(Map.class, List.class));
      }
      default -> assertThat(column.type).isEqualTo("String");
    }
    if (!column.allowed.isEmpty()) {
      String asked =
          name.equals("ServiceSubcategory") ? row.get("ServiceCategory") + "/" + value : value;
      assertThat(column.allowed).as(name).contains(asked);
    }
    if (name.endsWith("Unit")) {
      assertThat(UNITS).contains(value);
    }
    if (name.endsWith("Currency")) {
      assertThat(value).matches("[A-Z]{3}");
    }
  }

  /**
   * "The product ... MUST match": to the rounding of a meter, at most once for each phase's piece.
   */
  private static void product(Map<String, String> row, String price, String quantity, String cost) {
    BigDecimal product = new BigDecimal(row.get(price)).multiply(new BigDecimal(row.get(quantity)));
    assertThat(product.subtract(new BigDecimal(row.get(cost))).abs())
        .as("%s * %s = %s", price, quantity, cost)
        .isLessThan(new BigDecimal("0.000000001"));
  }

  private static void periods(Map<String, String> row) {
    Instant from = Instant.parse(row.get("ChargePeriodStart"));
    Instant to = Instant.parse(row.get("ChargePeriodEnd"));
    assertThat(to).isAfter(from).isBeforeOrEqualTo(from.plusSeconds(3600));
    assertThat(from).isAfterOrEqualTo(Instant.parse(row.get("BillingPeriodStart")));
    assertThat(to).isBeforeOrEqualTo(Instant.parse(row.get("BillingPeriodEnd")));
    assertThat(row.get("BillingPeriodStart")).endsWith("-01T00:00:00Z");
    assertThat(row.get("BillingPeriodEnd")).endsWith("-01T00:00:00Z");
  }
}
