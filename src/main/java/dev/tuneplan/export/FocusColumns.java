package dev.tuneplan.export;

import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import dev.tuneplan.cost.rate.RateSource;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.objects.Labels;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The columns of FOCUS 1.2 that a run has something to say in, in the order of the specification.
 */
final class FocusColumns {
  private static final String SERVICE = "Kubernetes fine-tuning";

  private final Map<String, Function<Row, Object>> columns = new LinkedHashMap<>();

  FocusColumns(Payer payer) {
    account(payer);
    charge();
    price();
    resource();
    own();
  }

  /** Of all rows; the last two are spread over a run, and {@link FocusCsv} fills them. */
  List<String> names() {
    List<String> names = new ArrayList<>(columns.keySet());
    names.add("x_EstimatedCost");
    names.add("x_Tokens");
    return names;
  }

  List<Object> cells(Row row) {
    return columns.values().stream().map(c -> c.apply(row)).toList();
  }

  private void account(Payer payer) {
    columns.put("AvailabilityZone", r -> r.node().flatMap(NodeFacts::zone).orElse(""));
    columns.put("BilledCost", r -> invoiced(r) ? r.charge().cost().amount() : BigDecimal.ZERO);
    columns.put("BillingAccountId", r -> payer.account());
    columns.put("BillingAccountName", r -> "");
    columns.put("BillingCurrency", r -> r.run().cost().currency());
    columns.put("BillingPeriodEnd", r -> time(month(r).plusMonths(1)));
    columns.put("BillingPeriodStart", r -> time(month(r)));
    columns.put("InvoiceIssuerName", r -> payer.issuer());
    columns.put("ProviderName", r -> payer.provider());
    columns.put("PublisherName", r -> payer.provider());
    columns.put("SubAccountId", FocusColumns::namespace);
    columns.put("SubAccountName", r -> "");
  }

  private void charge() {
    columns.put("ChargeCategory", r -> "Usage");
    // a later export says anew what an earlier one said; it corrects no invoice
    columns.put("ChargeClass", r -> "");
    columns.put("ChargeDescription", FocusColumns::description);
    columns.put("ChargeFrequency", r -> "Usage-Based");
    columns.put("ChargePeriodEnd", r -> time(ceiling(r.charge().period().to())));
    columns.put("ChargePeriodStart", r -> time(r.charge().period().from()));
    columns.put("ConsumedQuantity", r -> r.charge().quantity());
    columns.put("ConsumedUnit", Row::unit);
    columns.put("ServiceCategory", r -> "AI and Machine Learning");
    columns.put("ServiceName", r -> SERVICE);
    columns.put("ServiceSubcategory", r -> "Machine Learning");
    columns.put("Tags", r -> JsonText.of(Tags.all(r.run())));
  }

  private void price() {
    columns.put("ContractedCost", r -> r.charge().cost().amount());
    columns.put("ContractedUnitPrice", r -> r.charge().unitPrice());
    columns.put("EffectiveCost", r -> r.charge().cost().amount());
    columns.put("ListCost", r -> r.charge().cost().amount());
    columns.put("ListUnitPrice", r -> r.charge().unitPrice());
    columns.put("PricingCategory", r -> r.capacity() == Capacity.SPOT ? "Dynamic" : "Standard");
    columns.put("PricingQuantity", r -> r.charge().quantity());
    columns.put("PricingUnit", Row::unit);
  }

  private void resource() {
    columns.put("RegionId", r -> r.node().flatMap(NodeFacts::region).orElse(""));
    columns.put("RegionName", r -> r.node().flatMap(NodeFacts::region).orElse(""));
    columns.put("ResourceId", r -> r.part().map(p -> p.pod().pod().pod().uid()).orElse(""));
    columns.put("ResourceName", r -> r.part().map(p -> p.pod().pod().pod().name()).orElse(""));
    columns.put("ResourceType", r -> r.part().map(p -> "Kubernetes Pod").orElse(""));
    columns.put("SkuId", FocusColumns::sku);
    columns.put("SkuMeter", r -> meter(r.resource()));
    columns.put("SkuPriceDetails", FocusColumns::details);
    columns.put("SkuPriceId", FocusColumns::price);
  }

  private void own() {
    columns.put("x_RunId", r -> r.run().run());
    columns.put("x_RunName", r -> r.run().name());
    columns.put("x_PlanId", r -> Tags.of(r.run(), Labels.PLAN_ID));
    columns.put(
        "x_Attempt",
        r -> r.part().<Object>map(p -> BigDecimal.valueOf(p.pod().attempt())).orElse(""));
    columns.put("x_Phase", r -> r.part().map(p -> p.bucket().word()).orElse(""));
    columns.put(
        "x_UsefulCost",
        r ->
            r.part().filter(p -> p.bucket() == Bucket.TRAINING).isPresent()
                ? r.charge().cost().amount()
                : BigDecimal.ZERO);
    columns.put("x_EvidenceGrade", r -> r.part().map(p -> p.pod().pod().grade().word()).orElse(""));
  }

  private static boolean invoiced(Row row) {
    return row.source().filter(RateSource::invoiced).isPresent();
  }

  private static ZonedDateTime month(Row row) {
    LocalDate day = LocalDate.ofInstant(row.charge().period().from(), ZoneOffset.UTC);
    return day.withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC);
  }

  private static String time(ZonedDateTime at) {
    return time(at.toInstant());
  }

  /** Whole seconds, as its Date/Time Format asks for. */
  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Instant ceiling(Instant at) {
    Instant second = at.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(at) ? at : second.plusSeconds(1);
  }

  private static Object namespace(Row row) {
    return row.part()
        .map(p -> p.pod().pod().pod().namespace())
        .or(() -> row.run().cost().facts().job().map(j -> j.namespace()))
        .orElse("");
  }

  private static Object description(Row row) {
    String run = row.run().name().isEmpty() ? row.run().run() : row.run().name();
    return row.charge().what() instanceof Charge.What.Beside b
        ? b.direct().what() + " of " + run
        : row.part().map(p -> p.resource().word() + ", " + p.bucket().title()).orElse("")
            + ", "
            + run;
  }

  private static String sku(Row row) {
    return row.part().isPresent()
        ? row.machine() + "/" + row.resource()
        : "other/" + description(row);
  }

  private static Object price(Row row) {
    return sku(row)
        + "/"
        + row.capacity().word()
        + row.source().map(RateSource::text).map(s -> "/" + s).orElse("");
  }

  private static String meter(String resource) {
    return switch (resource) {
      case "gpu" -> "GPU Usage";
      case "cpu" -> "CPU Usage";
      case "memory" -> "Memory Usage";
      case "disk" -> "Disk Usage";
      default -> "Other Usage";
    };
  }

  /** Numbers are those of one unit: one GPU of an hour of a GPU. */
  private static Object details(Row row) {
    if (row.part().isEmpty()) {
      return "";
    }
    Map<String, Object> details = new LinkedHashMap<>();
    String count =
        switch (row.part().get().resource()) {
          case GPU -> "GpuCount";
          case CPU -> "CoreCount";
          case MEMORY -> "MemorySize";
          case DISK -> "DiskSpace";
        };
    details.put(count, 1);
    row.node().flatMap(NodeFacts::instanceType).ifPresent(t -> details.put("InstanceType", t));
    row.node()
        .flatMap(NodeFacts::gpus)
        .map(NodeGpus::product)
        .ifPresent(p -> details.put("x_GpuProduct", p));
    return JsonText.of(details);
  }
}
