package dev.tuneplan.cost.bill;

import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.CsvText;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of an invoice says what.
 *
 * @param names by what they say
 */
record BillColumns(Map<Role, String> names) {
  /**
   * What a column says, and the columns that say so: of AWS's Cost and Usage Report, its version 2,
   * FOCUS 1.2 and the export of Google Cloud's billing (docs.aws.amazon.com/cur, focus.finops.org,
   * cloud.google.com/billing/docs/how-to/export-data-bigquery-tables, read 2026-11-25).
   */
  enum Role {
    RESOURCE(true, "lineItem/ResourceId", "line_item_resource_id", "ResourceId", "resource.name"),
    START(
        true,
        "lineItem/UsageStartDate",
        "line_item_usage_start_date",
        "ChargePeriodStart",
        "usage_start_time"),
    END(
        true,
        "lineItem/UsageEndDate",
        "line_item_usage_end_date",
        "ChargePeriodEnd",
        "usage_end_time"),
    COST(true, "lineItem/UnblendedCost", "line_item_unblended_cost", "EffectiveCost", "cost"),
    CURRENCY(
        false, "lineItem/CurrencyCode", "line_item_currency_code", "BillingCurrency", "currency"),
    SKU(false, "lineItem/UsageType", "line_item_usage_type", "SkuId", "sku.description"),
    QUANTITY(
        false, "lineItem/UsageAmount", "line_item_usage_amount", "PricingQuantity", "usage.amount"),
    UNIT(false, "pricing/unit", "pricing_unit", "PricingUnit", "usage.unit"),
    KIND(false, "lineItem/LineItemType", "line_item_line_item_type", "ChargeCategory", "cost_type"),
    /** What a reserved machine costs, where COST says what it would have cost without. */
    RESERVED(false, "reservation/EffectiveCost", "reservation_effective_cost"),
    SAVED(
        false, "savingsPlan/SavingsPlanEffectiveCost", "savings_plan_savings_plan_effective_cost");

    final boolean needed;
    final List<String> usual;

    Role(boolean needed, String... usual) {
      this.needed = needed;
      this.usual = List.of(usual);
    }

    /** As the user writes it. */
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Finds them.
   *
   * @param given the user's names by the role's word; they win
   */
  static BillColumns of(CsvText csv, Map<String, String> given, Problems problems) {
    Map<Role, String> names = new EnumMap<>(Role.class);
    Place header = new Place(csv.name(), 1, 1);
    for (Role role : Role.values()) {
      Optional<String> own = Optional.ofNullable(given.get(role.word()));
      if (own.isPresent() && !csv.has(own.get())) {
        problems.add(
            header,
            role.word(),
            "has no column '" + own.get() + "'" + Suggestion.clause(own.get(), csv.header()));
        continue;
      }
      Optional<String> column = own.or(() -> role.usual.stream().filter(csv::has).findFirst());
      column.ifPresent(c -> names.put(role, c));
      if (role.needed && column.isEmpty()) {
        problems.add(
            header,
            role.word(),
            "no column says it (none of "
                + String.join(", ", role.usual)
                + "); name it with --map "
                + role.word()
                + "=COLUMN");
      }
    }
    return new BillColumns(names);
  }

  Optional<String> text(CsvText.Row row, Role role) {
    return Optional.ofNullable(names.get(role)).flatMap(row::text);
  }

  Place place(CsvText.Row row, Role role) {
    return row.place(names.getOrDefault(role, ""));
  }

  String column(Role role) {
    return names.getOrDefault(role, role.word());
  }
}
